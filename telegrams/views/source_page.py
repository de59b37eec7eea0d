"""The source of a document as it was loaded, line by line."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from telegrams.models import Source, Telegram
from telegrams.views.frame import Frame, frame
from telegrams.views.visible import direction, shown


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source with its number in its file."""

    number: int
    html: SafeString
    direction: SafeString


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The whole source; nobody can edit it."""

    frame: Frame
    telegram: Telegram
    source: Source
    is_second: bool
    name: str
    lines: tuple[SourceLine, ...]

    @classmethod
    def of(cls, telegram: Telegram, also: str = "") -> "SourcePage":
        """The page of a document's source, or of its second reading of this number."""
        seconds = {str(source.pk): source for source in telegram.second_readings.all()}
        source = seconds.get(also, telegram.source)
        lines = enumerate(source.text.split("\n"), source.first_line)
        return cls(
            frame=frame(f"Source of {telegram.volume.short_title}, document {telegram.document}"),
            telegram=telegram,
            source=source,
            is_second=source.pk != telegram.source_id,
            name=source.name.rsplit("/", 1)[-1],
            lines=tuple(SourceLine(number, shown(line), direction(line)) for number, line in lines),
        )
