"""OpenGraph properties in the head of a page, by which chats and social networks show a link to it. Source: ogp.me."""

from collections.abc import Iterator

from markupsafe import Markup

from paicatalog.config import Config
from paicatalog.site.code.unprintable import clean


def open_graph(
    url: str, title: str, description: str, config: Config, *, kind: str, image: str = ""
) -> Iterator[Markup]:
    """Yield the elements for a page at `url`; `kind` is its type, such as `article`.

    URLs are relative to the site's root. They have to be absolute in the elements, so without `site_url` they are left
    out.
    """
    about = {"type": kind, "title": title, "description": description, "site_name": config.site_name}
    if config.site_url:
        about["url"] = config.site_url + url
        about |= {"image": config.site_url + image} if image else {}
    for name, value in about.items():
        yield Markup('<meta property="og:{}" content="{}">').format(name, clean(value))
    yield Markup('<meta name="twitter:card" content="{}">').format(
        "summary_large_image" if "image" in about else "summary"
    )
