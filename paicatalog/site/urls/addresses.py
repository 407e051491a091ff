"""The URLs of the site's pages and files. No other module builds them.

All are relative to the root of the site, and contain only characters that have no special meaning in URLs and in file
names of any platform.
"""

import hashlib
import re
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Identity
from paicatalog.protocol.component_type import ComponentType

CATALOG_API = "api/v1/catalog.json"
SCHEMA = "schema/openpai-v2.json"
FEED = "feed.xml"
ALL_RECORDS = "api/v1/catalog.ndjson"
API_SCHEMA = "schema/api-v1.json"
LLMS = "llms.txt"
PROTOCOL = "protocol/"
RULES = "rules/"
HEALTH = "health/"
COMPARE = "compare/"
LINEAGE = "lineage/"
BROWSE = "catalog/"
ASSETS_FOLDER = "assets/paicatalog/"
"""The folder of the styles and scripts."""
STANDARD_PAGES = frozenset(
    [
        "",
        BROWSE,
        COMPARE,
        HEALTH,
        LINEAGE,
        PROTOCOL,
        RULES,
    ]
)
"""The pages that every site has. A redirect may lead to them."""

MOST_SOCIAL_IMAGES = 1_000
"""The most components of a catalog for which a social image is made for each; else there is one for each type."""
_LONGEST = 180
"""Most systems limit file names to 255 bytes; the rest is for the digest and the endings."""
_ESCAPED = re.compile(r"[^A-Za-z0-9_.-]|^\.|\.$|(?<=^(?i:index))\.")
"""Also the dot of `index.html`: a version's folder cannot have the name of a file that its parent folder has."""
_NOT_A_WORD = re.compile(r"[^A-Za-z0-9]+")


def segment(text: str | None) -> str:
    """Return `text` as one path segment; different texts give different segments.

    Letters, digits, `_`, `-` and inner dots (not that of `index.html`) are kept; every other byte becomes `~` and two
    hexadecimal digits (`assets/lost.js` decodes these). Long texts are cut and end in a digest. None (no version
    stated) becomes `~none`, "" becomes `~empty`.
    """
    if text is None:
        return "~none"
    if not text:
        return "~empty"
    encoded = _ESCAPED.sub(_escape, text)
    if len(encoded) <= _LONGEST:
        return encoded
    return f"{encoded[:_LONGEST]}~~{_digest(text)}"


def _escape(match: re.Match[str]) -> str:
    return "".join(f"~{byte:02x}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def component_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of a component's page: `jobs/NAME/`, for an older version `jobs/NAME/VERSION/`."""
    return f"{_stem(identity.type.folder, identity, newest=newest)}/"


def raw_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of a component's file: `raw/job/NAME.yaml`."""
    return f"{_stem(f'raw/{identity.type.value}', identity, newest=newest)}.yaml"


def bundled_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of a job's file with shared components inlined: `bundled/job/NAME.yaml`."""
    return f"{_stem(f'bundled/{identity.type.value}', identity, newest=newest)}.yaml"


def exports_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of the page with a job's exported files for all platforms: `exports/job/NAME.html`."""
    return f"{_stem(f'exports/{identity.type.value}', identity, newest=newest)}.html"


def api_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of a component's record in the static API: `api/v1/job/NAME.json`."""
    return f"{_stem(f'api/v1/{identity.type.value}', identity, newest=newest)}.json"


def _stem(folder: str, identity: Identity, *, newest: bool) -> str:
    name = f"{folder}/{segment(identity.name)}"
    return name if newest else f"{name}/{segment(identity.version)}"


def type_url(type_: ComponentType) -> str:
    """Return the URL of the browse page filtered by a type."""
    return f"{BROWSE}?type={type_.value}"


def badge_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of the badge with a component's grade: `badges/job/NAME.svg`."""
    return f"{_stem(f'badges/{identity.type.value}', identity, newest=newest)}.svg"


def type_feed_url(type_: ComponentType) -> str:
    """Return the URL of the feed of one type: `jobs/feed.xml`."""
    return f"{type_.folder}/{FEED}"


def markdown_url(page_url: str) -> str:
    """Return the URL of a page's Markdown twin: `jobs/NAME/index.md`."""
    return f"{page_url.removesuffix('.html')}.md" if page_url.endswith(".html") else f"{page_url}index.md"


def social_image_url(identity: Identity, *, newest: bool) -> str:
    """Return the URL of a component's social image: `pictures/job/NAME.png`."""
    return f"{_stem(f'pictures/{identity.type.value}', identity, newest=newest)}.png"


def type_social_image_url(type_: ComponentType) -> str:
    """Return the URL of the social image shared by all components of a type: `pictures/job.png`."""
    return f"pictures/{type_.value}.png"


def rule_url(rule: str) -> str:
    """Return the URL of a rule's page."""
    return f"{RULES}{segment(rule)}/"


def problem_url(path: str) -> str:
    """Return the URL of the page of an invalid file: one that is not a usable component."""
    words = _NOT_A_WORD.sub("-", path).strip("-").lower()[:80]
    return f"problems/{words}-{_digest(path)[:8]}/"


def root(url: str) -> str:
    """Return the URL of the site's root relative to the page at `url`: "", "../", "../../"."""
    return "../" * url.count("/")


@dataclass(frozen=True, slots=True)
class Addresses:
    """URLs of the components of one catalog, which depend on whether a version is the newest."""

    catalog: Catalog

    def newest(self, identity: Identity) -> bool:
        """Return whether `identity` is the newest version of its component, or not in the catalog."""
        versions = self.catalog.versions_of(identity.type, identity.name)
        return not versions or versions[0].identity == identity

    def page(self, identity: Identity) -> str:
        return component_url(identity, newest=self.newest(identity))

    def raw(self, identity: Identity) -> str:
        return raw_url(identity, newest=self.newest(identity))

    def bundled(self, identity: Identity) -> str:
        return bundled_url(identity, newest=self.newest(identity))

    def exports(self, identity: Identity) -> str:
        return exports_url(identity, newest=self.newest(identity))

    def api(self, identity: Identity) -> str:
        return api_url(identity, newest=self.newest(identity))

    def badge(self, identity: Identity) -> str:
        return badge_url(identity, newest=self.newest(identity))

    def social_image(self, identity: Identity) -> str:
        """Return the URL of a social image; that of the type in a large catalog, since drawing images is slow."""
        if len(self.catalog.components) > MOST_SOCIAL_IMAGES:
            return type_social_image_url(identity.type)
        return social_image_url(identity, newest=self.newest(identity))
