package dev.tercet.reader;

import java.util.Locale;
import java.util.Map;
import org.apache.tika.mime.MediaType;

/** A type of file in a person's words. */
final class FileTypeNames {
  private static final int LONGEST = 80;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("application/pdf", "a PDF"),
          Map.entry("application/zip", "a ZIP archive"),
          Map.entry("application/gzip", "a gzip archive"),
          Map.entry("application/x-gzip", "a gzip archive"),
          Map.entry("application/x-bzip2", "a bzip2 archive"),
          Map.entry("application/x-xz", "an XZ archive"),
          Map.entry("application/zstd", "a Zstandard archive"),
          Map.entry("application/x-tar", "a tar archive"),
          Map.entry("application/x-gtar", "a tar archive"),
          Map.entry("application/x-7z-compressed", "a 7z archive"),
          Map.entry("application/x-rar-compressed", "a RAR archive"),
          Map.entry("application/java-archive", "a Java archive"),
          Map.entry("application/java-vm", "a compiled Java program"),
          Map.entry("application/x-executable", "a program"),
          Map.entry("application/x-elf", "a program"),
          Map.entry("application/x-sharedlib", "a program library"),
          Map.entry("application/x-msdownload", "a Windows program"),
          Map.entry("application/x-dosexec", "a Windows program"),
          Map.entry("application/x-sqlite3", "a SQLite database"),
          Map.entry("image/jpeg", "a JPEG image"),
          Map.entry("image/png", "a PNG image"),
          Map.entry("image/gif", "a GIF image"),
          Map.entry("image/tiff", "a TIFF image"),
          Map.entry("image/webp", "a WebP image"),
          Map.entry("image/bmp", "a BMP image"),
          Map.entry("image/heic", "an HEIC image"),
          Map.entry("audio/mpeg", "an MP3 sound file"),
          Map.entry("video/mp4", "an MP4 video"),
          Map.entry("text/html", "an HTML page"),
          Map.entry("application/xhtml+xml", "an XHTML page"),
          Map.entry("text/plain", "a text"),
          Map.entry("application/rtf", "an RTF document"),
          Map.entry("message/rfc822", "an e-mail"),
          Map.entry("application/mbox", "a mailbox"),
          Map.entry("application/epub+zip", "an EPUB book"),
          Map.entry("application/vnd.oasis.opendocument.text", "an OpenDocument text"),
          Map.entry(
              "application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
          Map.entry(
              "application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation"),
          Map.entry("application/msword", "a Word document"),
          Map.entry("application/vnd.ms-excel", "an Excel spreadsheet"),
          Map.entry("application/vnd.ms-powerpoint", "a PowerPoint presentation"),
          Map.entry("application/vnd.ms-outlook", "an Outlook message"),
          Map.entry("application/x-tika-msoffice", "an Office document"),
          Map.entry("application/x-tika-ooxml", "an Office document"));

  private FileTypeNames() {}

  /** With its article, such as "a ZIP archive"; the registry's description where ours has none. */
  static String of(MediaType type, String name, String description) {
    String words = TYPES.get(type.getBaseType().toString());
    if (words != null) {
      return words;
    }
    String label = type.getBaseType().toString();
    if (label.contains("wordprocessingml") || label.startsWith("application/vnd.ms-word")) {
      return "a Word document";
    }
    if (label.contains("spreadsheetml") || label.startsWith("application/vnd.ms-excel")) {
      return "an Excel spreadsheet";
    }
    if (label.contains("presentationml") || label.startsWith("application/vnd.ms-powerpoint")) {
      return "a PowerPoint presentation";
    }
    if (label.equals("application/x-tika-ooxml-protected")) {
      return office(name);
    }
    return switch (type.getType()) {
      case "image" -> "an image of type " + label;
      case "audio" -> "a sound file of type " + label;
      case "video" -> "a video of type " + label;
      case "font" -> "a font";
      default ->
          type.getBaseType().equals(MediaType.OCTET_STREAM)
              ? "a file of an unknown type"
              : description.isBlank()
                  ? "a file of type " + label
                  : "a file of type " + label + " (" + shortened(description) + ")";
    };
  }

  /** The same as something that is locked: "an encrypted Word document". */
  static String encrypted(String words) {
    return "an encrypted " + words.substring(words.indexOf(' ') + 1);
  }

  /** The beginning of what may be long, on one line. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** An encrypted package does not say what it holds; its name does. */
  private static String office(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String extension = lower.substring(lower.lastIndexOf('.') + 1);
    return switch (extension.isEmpty() ? ' ' : extension.charAt(0)) {
      case 'd' -> "a Word document";
      case 'x' -> "an Excel spreadsheet";
      case 'p' -> "a PowerPoint presentation";
      default -> "an Office document";
    };
  }
}
