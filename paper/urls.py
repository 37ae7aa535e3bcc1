"""The paper's public addresses."""

from django.urls import path, register_converter

from paper import (
    archive_views,
    calendar_views,
    correction_views,
    feeds,
    offline_views,
    old_address_views,
    open_search,
    page_views,
    photo_views,
    preview_views,
    search_views,
    share_views,
    sitemaps,
    story_list_views,
    story_views,
)
from paper.cache_headers import revalidated
from paper.converters import (
    DateConverter,
    EditionConverter,
    KeyConverter,
    LabelConverter,
    OldPathConverter,
    PointConverter,
)
from paper.story_marks import marked

register_converter(KeyConverter, "key")
register_converter(DateConverter, "date")
register_converter(EditionConverter, "edition")
register_converter(LabelConverter, "label")
register_converter(OldPathConverter, "old")
register_converter(PointConverter, "point")

urlpatterns = [
    # They are tried in this order: first what most readers ask for.
    path(
        "articles/<key:pk>/",
        marked(revalidated(story_views.ArticleView.as_view())),
        name="article",
    ),
    path("", revalidated(page_views.front_page), name="front-page"),
    path(
        "issues/<date:date>/<label:label>/", revalidated(page_views.PageView.as_view()), name="page"
    ),
    path("issues/", revalidated(archive_views.ArchiveView.as_view()), name="issues"),
    path("issues/<date:date>/", revalidated(page_views.IssueView.as_view()), name="issue"),
    path("search/", revalidated(search_views.search), name="search"),
    path("papers/<key:pk>/", revalidated(page_views.front_of_paper), name="paper"),
    path("calendar/", revalidated(calendar_views.calendar), name="calendar"),
    path("calendar/<int:year>/", revalidated(calendar_views.calendar), name="calendar-year"),
    path(
        "calendar/<int:year>/<int:month>/",
        revalidated(calendar_views.calendar),
        name="calendar-month",
    ),
    path("stories/", revalidated(story_list_views.StoryListView.as_view()), name="stories"),
    path("sections/", revalidated(story_list_views.sections), name="sections"),
    path(
        "sections/<path:name>/",
        revalidated(story_list_views.SectionView.as_view()),
        name="section",
    ),
    path("authors/", revalidated(story_list_views.authors), name="authors"),
    path("authors/<key:pk>/", revalidated(story_list_views.AuthorView.as_view()), name="author"),
    path(
        "issues/<date:date>/<edition:edition>/",
        revalidated(page_views.IssueView.as_view()),
        name="edition",
    ),
    path(
        "issues/<date:date>/<edition:edition>/<label:label>/",
        revalidated(page_views.PageView.as_view()),
        name="edition-page",
    ),
    path("articles/<key:pk>/qr.svg", revalidated(share_views.qr_code), name="qr-code"),
    path("articles/<key:pk>/card.png", revalidated(share_views.card), name="card"),
    path("articles/<key:pk>/cite.<slug:form>", revalidated(share_views.cite), name="cite"),
    path("photos/<key:pk>/", photo_views.photo, name="photo"),
    path("opensearch.xml", revalidated(open_search.description), name="open-search"),
    path("photos/<key:pk>/<int:width>.<slug:suffix>", photo_views.smaller_photo, name="photo-size"),
    path(
        "photos/<key:pk>/cut-<point:point>.<slug:suffix>", photo_views.cut_photo, name="photo-cut"
    ),
    path("corrections/", revalidated(correction_views.corrections), name="corrections"),
    path("preview/<str:token>/", preview_views.shared, name="preview"),
    path(
        "preview/<str:token>/articles/<key:pk>/", preview_views.shared_story, name="preview-story"
    ),
    path("preview/<str:token>/photos/<key:pk>/", preview_views.shared_photo, name="preview-photo"),
    path("feed/", revalidated(feeds.newest_stories), name="feed"),
    path("feed/<slug:form>/", revalidated(feeds.newest_stories), name="feed-form"),
    path("sitemap.xml", revalidated(sitemaps.sitemap), name="sitemap"),
    path("sitemap-news.xml", revalidated(sitemaps.news, lasting=False), name="sitemap-news"),
    path("sitemap-<slug:section>.xml", revalidated(sitemaps.section), name="sitemap-section"),
    path("manifest.webmanifest", revalidated(offline_views.manifest), name="manifest"),
    path("offline.js", revalidated(offline_views.worker), name="offline"),
    path("gone.json", revalidated(offline_views.gone), name="gone"),
    path("favicon.ico", revalidated(offline_views.icon), name="icon"),
    path("robots.txt", revalidated(photo_views.robots), name="robots"),
    # The last: any path that ends as an older e-paper's pages do.
    path("<old:path>", revalidated(old_address_views.old_address), name="old-address"),
]
