"""What is sent and read about files is what Microsoft documents, held against its own SDK and its own examples.

The examples are those of learn.microsoft.com, »Send and receive files using bot«, with a context of ours.
"""

from __future__ import annotations

from typing import Any

import pytest
from botbuilder.schema.teams import FileConsentCard, FileConsentCardResponse, FileInfoCard, FileUploadInfo
from msrest import Deserializer

from bot.channels.activities import Activity, NotOurs, incoming_of
from bot.channels.calls import attachment
from bot.channels.onedrive import is_sharepoint
from bot.wire import Consent, FileConsent, PlacedFile, Upload

WHERE = "https://contoso.sharepoint.com//personal/somebody/Documents/Applications/TeamsFilesBot/file_example.txt"
ROOM = "https://contoso.sharepoint.com//personal/somebody/_api/v2.0/drive/items/01FED6KHQXVVCUC/uploadSession?guid=a-b"
ID = "1150D938-8870-4044-9F2C-5BBDEBA70C8C"
ACCEPTED = {
    "type": "fileUpload",
    "action": "accept",
    "context": {"file": "f1"},
    "uploadInfo": {
        "contentUrl": WHERE,
        "name": "file_example.txt",
        "uploadUrl": ROOM,
        "uniqueId": ID,
        "fileType": "txt",
        "etag": "123",
    },
}
DECLINED = {"type": "fileUpload", "action": "decline", "context": {"file": "f1"}}


def activity(value: Any) -> Activity:
    """It as Teams sends it from a personal chat."""
    return Activity.model_validate(
        {
            "name": "fileConsent/invoke",
            "type": "invoke",
            "timestamp": "2019-10-24T20:22:37.875Z",
            "localTimestamp": "2019-10-24T13:22:37.875-07:00",
            "id": "f:8805947989118514037",
            "channelId": "msteams",
            "serviceUrl": "https://smba.trafficmanager.net/emea/",
            "from": {"id": "29:1", "aadObjectId": "33333333-0"},
            "conversation": {"conversationType": "personal", "tenantId": "t", "id": "a:1"},
            "recipient": {"id": "28:1", "name": "Teknologiradar"},
            "replyToId": "1571948556000",
            "locale": "en-US",
            "value": value,
        }
    )


def by_the_sdk(model: type, said: Any) -> Any:
    """It as Microsoft's SDK reads it."""
    return Deserializer({each.__name__: each for each in (model, FileUploadInfo)})(model.__name__, said)


def test_a_yes_is_read_as_the_sdk_reads_it_and_its_address_may_be_put_to() -> None:
    incoming = incoming_of(activity(ACCEPTED))
    assert incoming is not None
    assert incoming.consent == Consent("f1", Upload(ROOM, WHERE, "file_example.txt", ID, "txt"), "1571948556000")
    assert is_sharepoint(ROOM) and is_sharepoint(WHERE)
    read = by_the_sdk(FileConsentCardResponse, ACCEPTED)
    assert (read.action, read.context, read.upload_info.upload_url) == ("accept", {"file": "f1"}, ROOM)


def test_a_no_names_the_file_and_no_place() -> None:
    incoming = incoming_of(activity(DECLINED))
    assert incoming is not None
    assert incoming.consent == Consent("f1", None, "1571948556000")


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {**DECLINED, "action": "perhaps"},
        {**DECLINED, "context": {}},
        {**DECLINED, "context": {"file": "f" * 33}},
        {**ACCEPTED, "uploadInfo": None},
        {**ACCEPTED, "uploadInfo": {"uploadUrl": ROOM}},
    ],
)
def test_anything_else_is_no_answer_about_a_file_of_ours(value: Any) -> None:
    with pytest.raises(NotOurs):
        incoming_of(activity(value))


def test_the_question_is_the_card_that_the_sdk_makes() -> None:
    sort, asked = attachment(FileConsent("f1", "file_example.txt", 1029393))
    assert sort == "application/vnd.microsoft.teams.card.file.consent"
    assert (set(asked), asked["name"]) == ({"name", "content"}, "file_example.txt")
    read = by_the_sdk(FileConsentCard, asked["content"])
    assert read.serialize() == asked["content"], "nothing in it that the SDK does not know"
    assert (read.size_in_bytes, read.accept_context, read.decline_context) == (1029393, {"file": "f1"}, {"file": "f1"})


def test_what_is_placed_is_told_by_the_card_that_the_sdk_makes() -> None:
    sort, told = attachment(PlacedFile("file_example.txt", WHERE, ID, "txt"))
    assert sort == "application/vnd.microsoft.teams.card.file.info"
    assert (set(told), told["name"], told["contentUrl"]) == (
        {"name", "contentUrl", "content"},
        "file_example.txt",
        WHERE,
    )
    assert (
        by_the_sdk(FileInfoCard, told["content"]).serialize() == told["content"] == {"uniqueId": ID, "fileType": "txt"}
    )
