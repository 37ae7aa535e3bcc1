"""The paper's public addresses."""

from django.urls import path, register_converter

from articles import feeds, sitemaps
from articles.converters import DateConverter
from articles.views import archive, corrections, files, front, preview, story
from articles.views.caching import revalidated

register_converter(DateConverter, "date")

urlpatterns = [
    path("", revalidated(front.front_page), name="front-page"),
    path("issues/", revalidated(archive.ArchiveView.as_view()), name="issues"),
    path("issues/<date:date>/", revalidated(front.IssueView.as_view()), name="issue"),
    path("issues/<date:date>/<int:number>/", revalidated(front.PageView.as_view()), name="page"),
    path("articles/<int:pk>/", revalidated(story.ArticleView.as_view()), name="article"),
    path("photos/<int:pk>/", files.photo, name="photo"),
    path("corrections/", revalidated(corrections.corrections), name="corrections"),
    path("preview/<str:token>/", preview.shared, name="preview"),
    path("preview/<str:token>/articles/<int:pk>/", preview.shared_story, name="preview-story"),
    path("preview/<str:token>/photos/<int:pk>/", preview.shared_photo, name="preview-photo"),
    path("feed/", revalidated(feeds.NewestStories()), name="feed"),
    path("sitemap.xml", revalidated(sitemaps.sitemap), name="sitemap"),
    path("sitemap-<slug:section>.xml", revalidated(sitemaps.section), name="sitemap-section"),
    path("robots.txt", revalidated(files.robots), name="robots"),
]
