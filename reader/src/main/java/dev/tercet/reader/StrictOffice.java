package dev.tercet.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Office files in the strict form of their standard, which say the same in namespaces that the
 * library does not know.
 */
final class StrictOffice {
  private static final String STRICT = "http://purl.oclc.org/ooxml/";
  private static final String USUAL = "http://schemas.openxmlformats.org/";
  private static final Pattern MAIN = Pattern.compile(STRICT + "(\\w+ml)/(\\w+)");
  private static final Pattern OFFICE = Pattern.compile(STRICT + "officeDocument/([\\w/]+)");
  private static final int MOST_PARTS = 10_000;

  private StrictOffice() {}

  static boolean isStrict(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      ZipEntry relations = zip.getEntry("_rels/.rels");
      return relations != null && text(zip, relations, 1 << 16).contains(STRICT);
    } catch (ZipException e) {
      return false;
    }
  }

  /** Writes the same file in the usual form; false when it unpacks to more than it may. */
  static boolean convert(Path file, Path to, ReadLimits limits) throws IOException {
    try (var zip = new ZipFile(file.toFile());
        OutputStream out = Files.newOutputStream(to);
        var converted = new ZipOutputStream(out)) {
      if (zip.size() > MOST_PARTS) {
        return false;
      }
      long left = limits.embeddedBytes();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String part = text(zip, entry, (int) left + 1);
        left -= part.length();
        if (left < 0) {
          return false;
        }
        String usual = isXml(entry.getName()) ? usual(part) : part;
        converted.putNextEntry(new ZipEntry(entry.getName()));
        converted.write(usual.getBytes(StandardCharsets.ISO_8859_1));
      }
      return true;
    }
  }

  private static boolean isXml(String name) {
    return name.endsWith(".xml") || name.endsWith(".rels") || name.endsWith(".vml");
  }

  private static String usual(String part) {
    if (!part.contains(STRICT)) {
      return part;
    }
    String office =
        OFFICE
            .matcher(part)
            .replaceAll(it -> USUAL + "officeDocument/2006/" + hyphenated(it.group(1)));
    return MAIN.matcher(office).replaceAll(USUAL + "$1/2006/$2");
  }

  private static String hyphenated(String name) {
    return name.replace("extendedProperties", "extended-properties")
        .replace("customProperties", "custom-properties");
  }

  private static String text(ZipFile zip, ZipEntry entry, int most) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
    }
  }
}
