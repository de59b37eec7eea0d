"""Small TEI volumes for tests: one document of an invented volume, put together from its parts."""

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.tei import TeiVolume
from telegrams.records import Problem, TelegramRecord

HEAD = """<note rend="inline" type="source">711.61/11–2245: Telegram</note>
<head>The Ambassador in Ruritania (<persName type="from">Rassendyll</persName>) to the \
<gloss type="to">Secretary of State</gloss></head>
<dateline><placeName>Strelsau</placeName>, <date when="1945-11-22T16:00:00">November 22, 1945—4 p.m.</date></dateline>
"""
CLOSER = "<closer><signed>Rassendyll</signed></closer>"


def a_volume(*divs: str, before: str = "", slug: str = 'xml:id="frus1945v09"') -> bytes:
    """A volume of these divs; its first lines are three."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" {slug}>
<text><body>{before}{"".join(divs)}</body></text></TEI>""".encode()


def a_whole_volume(body: str, *, front: str = "", back: str = "", header: str = "") -> bytes:
    """A volume with what stands around its body; ``header`` is what its fileDesc holds."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1945v09">
<teiHeader><fileDesc>{header}</fileDesc></teiHeader>
<text><front>{front}</front><body>{body}</body><back>{back}</back></text></TEI>""".encode()


def a_div(body: str, head: str = HEAD, closer: str = CLOSER, name: str = "d1", also: str = "") -> str:
    """A document div on the volume's third line."""
    return f'<div type="document" xml:id="{name}" n="{name[1:]}" {also}>{head}{body}{closer}</div>'


def yielded(data: bytes, name: str = "frus1945v09.xml") -> list[TelegramRecord | Problem]:
    """Everything the reader yields."""
    read = TeiVolume().read(SourceFile(name, "folder", "stem", data))
    return [one for one in read if isinstance(one, TelegramRecord | Problem)]


def a_record(body: str, **parts: str) -> TelegramRecord:
    """The record of a volume with this one document."""
    (record,) = (one for one in yielded(a_volume(a_div(body, **parts))) if isinstance(one, TelegramRecord))
    return record
