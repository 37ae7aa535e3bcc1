"""The paper's public addresses."""

from django.urls import path, register_converter

from paper import (
    archive_views,
    correction_views,
    feeds,
    page_views,
    photo_views,
    preview_views,
    sitemaps,
    story_views,
)
from paper.cache_headers import revalidated
from paper.converters import DateConverter

register_converter(DateConverter, "date")

urlpatterns = [
    path("", revalidated(page_views.front_page), name="front-page"),
    path("papers/<int:pk>/", revalidated(page_views.front_of_paper), name="paper"),
    path("issues/", revalidated(archive_views.ArchiveView.as_view()), name="issues"),
    path("issues/<date:date>/", revalidated(page_views.IssueView.as_view()), name="issue"),
    path(
        "issues/<date:date>/<int:number>/", revalidated(page_views.PageView.as_view()), name="page"
    ),
    path("articles/<int:pk>/", revalidated(story_views.ArticleView.as_view()), name="article"),
    path("photos/<int:pk>/", photo_views.photo, name="photo"),
    path("corrections/", revalidated(correction_views.corrections), name="corrections"),
    path("preview/<str:token>/", preview_views.shared, name="preview"),
    path(
        "preview/<str:token>/articles/<int:pk>/", preview_views.shared_story, name="preview-story"
    ),
    path("preview/<str:token>/photos/<int:pk>/", preview_views.shared_photo, name="preview-photo"),
    path("feed/", revalidated(feeds.NewestStories()), name="feed"),
    path("sitemap.xml", revalidated(sitemaps.sitemap), name="sitemap"),
    path("sitemap-<slug:section>.xml", revalidated(sitemaps.section), name="sitemap-section"),
    path("robots.txt", revalidated(photo_views.robots), name="robots"),
]
