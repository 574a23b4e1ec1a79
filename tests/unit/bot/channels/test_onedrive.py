"""Files are put to SharePoint and nowhere else, whatever an address looks like."""

from __future__ import annotations

from bot.channels.onedrive import is_sharepoint

GOOD = [
    "https://contoso-my.sharepoint.com/personal/j/_api/v2.0/drive/items/01/uploadSession?guid='a-b'&path='~tmp'",
    "https://contoso.sharepoint.com//personal/somebody/_api/v2.0/drive/items/01FED6/uploadSession?guid=a",
    "https://contoso.sharepoint.com/x",
    "https://CONTOSO-MY.SHAREPOINT.COM:443/x",
]
FOREIGN = [
    *("http://contoso-my.sharepoint.com/x", "https://sharepoint.com/x", "https://.sharepoint.com/x"),
    *("https://evil.example/contoso-my.sharepoint.com/x", "https://contoso-my.sharepoint.com.evil.example/x"),
    *(
        "https://evilsharepoint.com/x",
        "https://a.b.sharepoint.com/x",
        "https://contoso-my.sharepoint.com@evil.example/x",
    ),
    *("https://evil.example#.sharepoint.com/x", "https://evil.example?.sharepoint.com/x"),
    *("https://evil.example\\.sharepoint.com/x", "https://contoso-my.sharepoint.com:8443/x"),
    *("https://user@contoso-my.sharepoint.com/x", "https://contoso-my.sharepoint.com", "//contoso-my.sharepoint.com/x"),
    *(
        "https://contoso-my.sharepoint.com/x y",
        "https://contoso-my.sharepoint.com/x\r\nHost: y",
        "https://ſ.sharepoint.com/",
    ),
    *("https://contoso-my.sharepoint.de/x", "https://127.0.0.1/x", "https://-a.sharepoint.com/x", ""),
    *(
        "https://contoso-my.sharepoint.com/\\..\\evil",
        "file:///contoso-my.sharepoint.com/x",
        " https://a.sharepoint.com/",
    ),
    # OneDrive for one's own use, and clouds in which no bot is given room for a file.
    *("https://sn3302.up.1drv.com/up/fe6987", "https://api.onedrive.com/x", "https://graph.microsoft.com/v1.0/x"),
    *("https://contoso-my.sharepoint.us/x", "https://contoso-my.sharepoint.cn/x", "https://x.sovcloud-sharepoint.de/x"),
]


def test_only_https_addresses_one_name_below_sharepoint_are_put_to() -> None:
    assert [url for url in GOOD if not is_sharepoint(url)] == []
    assert [url for url in FOREIGN if is_sharepoint(url)] == []
