"""What stands behind the directive itself: an annex, of which the gold holds nothing."""

from __future__ import annotations

from pipeline.generate.grammar import Speaker, say
from pipeline.generate.sheet import Paragraph


def annex_of(speaker: Speaker, type_name: str, own_number: str, day: str) -> tuple[Paragraph, ...]:
    """A list of tasks, or the rules that a decision enacts, with numbers and days that are not read from it."""
    of = Paragraph(f"(Kèm theo {type_name} số {own_number} ngày {day})", "subject")
    if type_name == "Quyết định" and speaker.chance.maybe(0.6):
        return _rules(speaker, of)
    return _list(speaker, of)


def _rules(speaker: Speaker, of: Paragraph) -> tuple[Paragraph, ...]:
    """Chapters and articles that begin again with number 1."""
    topic = say(speaker, "topic").text
    out = [Paragraph("QUY CHẾ", "title"), Paragraph(topic[0].upper() + topic[1:], "subject"), of]
    number = 0
    for chapter, title in (("I", "QUY ĐỊNH CHUNG"), ("II", "NỘI DUNG CỤ THỂ"), ("III", "TỔ CHỨC THỰC HIỆN")):
        out += [Paragraph(f"Chương {chapter}", "title"), Paragraph(title, "title")]
        for _ in range(speaker.chance.between(1, 3)):
            number += 1
            lead = speaker.chance.pick(("Trách nhiệm", "Nguyên tắc", "Chế độ báo cáo", "Hồ sơ, thủ tục", "Khen thưởng"))
            out += [Paragraph(f"Điều {number}. {lead}", "heading"), Paragraph(f"1. {say(speaker, 'unit_point').text}", "item")]
            second = say(speaker, speaker.chance.pick(("report_sentence", "award_sentence", "requirement")))
            out.append(Paragraph(f"2. {second.text}", "item"))
    return tuple(out)


def _list(speaker: Speaker, of: Paragraph) -> tuple[Paragraph, ...]:
    title = Paragraph("PHỤ LỤC", "title")
    what = Paragraph(f"DANH MỤC NHIỆM VỤ {say(speaker, 'topic').text.upper()}", "subject")
    count = speaker.chance.between(3, 6)
    items = (Paragraph(f"{i}. {say(speaker, 'unit_point').text}", "item") for i in range(1, count + 1))
    return (title, what, of, *items)
