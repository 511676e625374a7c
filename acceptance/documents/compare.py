#!/usr/bin/env python3
"""Reads real documents with Tercet's reader and with a second one, and says what share of its words Tercet found.

    acceptance/documents/compare.py FOLDER… [--most 500] [--list FILE]

Every file is accounted for: read, refused (with the words that a user sees), or without a second reader. The second readers:
pdftotext, striprtf, and for the others the standard library of Python on the formats' own XML. A word is a run of letters or digits,
folded; a share counts each word as often as it stands. Needs a built repository (./tercet --version), JAVA_HOME at its JDK and,
for PDF and RTF, Debian's poppler-utils and Python's striprtf and pypdf. Nothing is stored.

Of every PDF in the folders that pypdf can open, what was filled into its form and its annotations' contents are looked for, too; then
pypdf fills the fields of each form with marks of its own, and these are looked for.

unrtf was the second reader of RTF and is not any more: it takes each font's text for Latin 1 (Cyrillic and Japanese became noise),
writes the instruction of a field beside its result, and divides words at optional hyphens: all that was missed but list numbers.
"""
import argparse, collections, email, email.policy, html.parser, os, pathlib, re, shutil, struct, subprocess, sys, tempfile, unicodedata, zipfile
import xml.etree.ElementTree as xml

HOME = pathlib.Path(__file__).resolve().parents[2] / "reader" / "target"
JAVA = str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java") if "JAVA_HOME" in os.environ else "java"
TEXT_BYTES = 24 << 20


class Reader:
    """The reader's program, by the frames that its source documents."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        self.process = subprocess.Popen(
            [JAVA, "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
             f"-Djava.io.tmpdir={self.folder}", "-Dslf4j.internal.verbosity=ERROR",
             "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
             "-Dorg.apache.logging.log4j.simplelog.level=OFF", "-Dlog4j2.StatusLogger.level=OFF",
             "-cp", f"{HOME}/classes:{HOME}/lib/*", "dev.tercet.reader.ReaderProgram", self.folder, str(TEXT_BYTES)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.bytes(1)

    def bytes(self, count):
        read = self.process.stdout.read(count)
        if len(read) < count:
            raise EOFError("the reader ended")
        return read

    def number(self, form, size):
        return struct.unpack(form, self.bytes(size))[0]

    def word(self):
        return self.bytes(self.number(">H", 2)).decode("utf-8", "replace")

    def read(self, path):
        data = path.read_bytes()
        name = path.name.encode("utf-8", "replace")
        self.process.stdin.write(b"F" + struct.pack(">H", len(name)) + name + struct.pack(">Hi", 0, len(data)) + data)
        self.process.stdin.flush()
        if self.bytes(1) == b"R":
            kind, reason = self.word(), self.word()
            return None, f"{kind}: {reason}"
        warnings = [self.word() for _ in range(self.number(">i", 4))]
        return self.bytes(self.number(">i", 4)).decode("utf-8"), "; ".join(warnings)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.unseen = [], 0

    def handle_starttag(self, tag, attributes):
        self.unseen += tag in ("script", "style", "noscript", "template")
        self.words.append(" ")

    def handle_endtag(self, tag):
        self.unseen -= tag in ("script", "style", "noscript", "template") and self.unseen > 0
        self.words.append(" ")

    def handle_data(self, data):
        if not self.unseen:
            self.words.append(data)


# What does not break a word inside of a paragraph.
INLINE = {"r", "t", "a", "span", "s", "hyperlink", "rPr", "smartTag", "ins", "proofErr", "bookmarkStart", "bookmarkEnd", "rFonts", "b", "i", "u",
          "lang", "sz", "szCs", "color", "noProof", "lastRenderedPageBreak", "em", "strong", "soft-page-break", "bookmark"}


def text_of(element, texts, skipped=()):
    """The texts of an XML tree; texts names the elements whose text counts, or is None for all."""
    name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
    if name in skipped:
        return element.tail or "" if texts is None else ""
    out = [] if name in INLINE else [" "]
    if element.text and (texts is None or name in texts):
        out.append(element.text)
    for child in element:
        out.append(text_of(child, texts, skipped))
    out.append("" if name in INLINE else " ")
    if texts is None and element.tail:
        out.append(element.tail)
    return "".join(out)


def parts(path, pattern, texts, skipped=()):
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        return " ".join(text_of(xml.fromstring(archive.read(name)), texts, skipped) for name in names)


def page(markup):
    parser = Page()
    parser.feed(markup)
    return "".join(parser.words)


def content_of(path):
    """The names of test files tell encodings that nothing in them does, and that are guessed wrongly by trying."""
    told = re.search(r"[._](cp\d{3}|utf16le|utf16be)\b", path.name)
    return path.read_bytes().decode(told.group(1).replace("utf16", "utf-16-")) if told else decoded(path.read_bytes())


def decoded(data):
    charset = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:1 << 14])
    for name in ("utf-8", charset and charset.group(1).decode(), "windows-1252", "latin-1"):
        try:
            return data.decode(name or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue


def letter(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("html", "plain"))
    content = body.get_content() if body else ""
    return f"{message['subject'] or ''} {page(content) if body and body.get_content_type() == 'text/html' else content}"


def program(*command):
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode("utf-8", "replace")


def rich_text(path):
    from striprtf.striprtf import rtf_to_text
    return rtf_to_text(path.read_bytes().decode("latin-1"), errors="replace")


def book(path):
    with zipfile.ZipFile(path) as archive:
        return " ".join(page(decoded(archive.read(n))) for n in archive.namelist() if re.search(r"\.x?html?$", n))


SECOND = {
    "docx": lambda p: parts(p, r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml", {"t"}, {"Fallback", "del", "moveFrom"}),
    "pptx": lambda p: parts(p, r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml", {"t"}),
    "xlsx": lambda p: parts(p, r"xl/sharedStrings\.xml", {"t"}, {"rPh"}),
    "odt": lambda p: parts(p, r"content\.xml", None, {"tracked-changes", "scripts", "automatic-styles", "font-face-decls"}),
    "epub": book,
    "html": lambda p: page(content_of(p)),
    "eml": letter,
    "rtf": rich_text,
    "pdf": lambda p: program("pdftotext", "-enc", "UTF-8", str(p), "-"),
    "txt": content_of,
    "csv": content_of,
    "md": content_of,
}


def words(text):
    """A word that the end of a line divides is one: second readers of PDF join it, and Tercet keeps the page's text as it is."""
    text = re.sub(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)", "", text).replace("\u00ad", "")
    return collections.Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def share(found, expected):
    total = sum(expected.values())
    return sum(min(count, found[word]) for word, count in expected.items()) / total if total else 1.0


def name_of(field):
    return str(field.get("/TU") or field.get("/T") or "")


PUSH_BUTTON = 1 << 16


def values(fields):
    """What a person has filled in, as (name, value); of a box that is checked its state."""
    for field in fields.values():
        value, kind = field.get("/V"), field.get("/FT")
        if kind == "/Btn" and int(field.get("/Ff") or 0) & PUSH_BUTTON:
            continue
        if kind == "/Btn" and value not in (None, "/Off", "/", ""):
            yield name_of(field), str(value).removeprefix("/")
        elif kind in ("/Tx", "/Ch"):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one.strip():
                    yield "", one


def remarks(reader):
    for leaf in reader.pages:
        for note in leaf.get("/Annots") or []:
            note = note.get_object()
            if note.get("/Subtype") not in ("/Widget", "/Popup") and str(note.get("/Contents") or "").strip():
                yield "", str(note["/Contents"])


def missed(text, expected):
    """Names and values stand on one line; words as often as they were filled in."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    left, lost = words(text), []
    for name, value in expected:
        wanted = words(value)
        on_a_line = not name or any(line.startswith(" ".join(name.split())) and value in line for line in lines)
        if on_a_line and not wanted - left and (wanted or value in text):
            left -= wanted
        else:
            lost.append(f"{name}: {value[:40]}" if name else value[:40])
    return lost


def filled(path, to):
    """Marks that pypdf could write into the fields of a form."""
    from pypdf import PdfReader, PdfWriter
    writer, marks = PdfWriter(clone_from=str(path)), {}
    for index, (name, field) in enumerate((writer.get_fields() or {}).items()):
        options = [option[1] if isinstance(option, list) else option for option in field.get("/Opt") or []]
        states = [state for state in field.get("/_States_") or [] if state != "/Off"]
        if field.get("/FT") == "/Tx":
            marks[name] = f"mark{index}of"
        elif field.get("/FT") == "/Ch" and options:
            marks[name] = str(options[-1])
        elif field.get("/FT") == "/Btn" and states:
            marks[name] = states[-1]
    for leaf in writer.pages:
        writer.update_page_form_field_values(leaf, marks, auto_regenerate=False)
    writer.write(str(to))
    written = PdfReader(str(to)).get_fields() or {}
    return list(values({name: field for name, field in written.items() if str(field.get("/V")) == marks.get(name)}))


def tell_forms(reader, paths, listing):
    import logging
    from pypdf import PdfReader
    logging.disable(logging.CRITICAL)
    totals = collections.defaultdict(lambda: [0, 0, 0])
    copy = pathlib.Path(reader.folder) / "filled.pdf"

    def look(kind, path, opened, expected):
        if not expected:
            return
        text, said = reader.read(opened)
        if text is None:
            line = f"{kind}: {said}"
        else:
            lost = missed(text, expected)
            total = totals[kind]
            total[0], total[1], total[2] = total[0] + 1, total[1] + len(expected) - len(lost), total[2] + len(expected)
            line = f"{kind}: {len(expected) - len(lost)} of {len(expected)}{' without ' + '; '.join(lost[:5]) if lost else ''}"
        if listing:
            print("pdf", path, line, sep="\t", file=listing, flush=True)

    for path in paths:
        for kind in ("values", "annotations", "marks"):
            try:
                opened = PdfReader(str(path))
                if opened.is_encrypted and not opened.decrypt(""):
                    continue
                if kind == "values":
                    look(kind, path, path, list(values(opened.get_fields() or {})))
                elif kind == "annotations":
                    look(kind, path, path, list(remarks(opened)))
                else:
                    look(kind, path, copy, filled(path, copy))
            except EOFError:
                raise
            except Exception as problem:
                if listing:
                    print("pdf", path, f"{kind}: pypdf fails: {type(problem).__name__}", sep="\t", file=listing, flush=True)
    for kind, (files, found, expected) in totals.items():
        print(f"{kind}: {found} of {expected} in {files} PDFs")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments.add_argument("--most", type=int, default=500, help="files in all, as evenly over the formats as they come")
    arguments.add_argument("--list", type=argparse.FileType("w"), help="where every file is told of, one a line")
    asked = arguments.parse_args()
    by_format = collections.defaultdict(list)
    for folder in asked.folders:
        for path in sorted(folder.rglob("*")):
            extension = {"htm": "html", "xhtml": "html"}.get(path.suffix[1:].lower(), path.suffix[1:].lower())
            if extension in SECOND and path.is_file() and 0 < path.stat().st_size <= TEXT_BYTES:
                by_format[extension].append(path)
    chosen, index = [], 0
    while len(chosen) < asked.most and any(index < len(paths) for paths in by_format.values()):
        chosen += [(extension, paths[index]) for extension, paths in by_format.items() if index < len(paths)]
        index += 1
    tell(chosen[:asked.most], asked.list)
    tell_forms(Reader(), by_format["pdf"], asked.list)


def tell(chosen, listing):
    reader = Reader()
    shares, refused, incomparable = (collections.defaultdict(list) for _ in range(3))
    for extension, path in chosen:
        try:
            text, said = reader.read(path)
        except EOFError:
            text, said, reader = None, "LOST: the reader ended", Reader()
        if text is None:
            refused[extension].append(path)
            line = said
        else:
            try:
                expected = words(SECOND[extension](path))
                shares[extension].append(share(words(text), expected))
                line = f"{shares[extension][-1]:.3f} of {sum(expected.values())} words {said}"
            except Exception as problem:
                incomparable[extension].append(path)
                line = f"read; the second reader fails: {type(problem).__name__} {said}"
        if listing:
            print(extension, path, line, sep="\t", file=listing, flush=True)
    print(f"{'format':8}{'files':>7}{'read':>7}{'refused':>9}{'compared':>10}{'average':>9}{'worst':>8}")
    for extension in sorted({extension for extension, _ in chosen}):
        found = shares[extension]
        read = len(found) + len(incomparable[extension])
        average = f"{sum(found) / len(found):.3f}" if found else "-"
        worst = f"{min(found):.3f}" if found else "-"
        print(f"{extension:8}{read + len(refused[extension]):7}{read:7}{len(refused[extension]):9}{len(found):10}{average:>9}{worst:>8}")


if __name__ == "__main__":
    sys.exit(main())
