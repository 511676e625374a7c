package dev.tercet.reader;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.tika.mime.MediaType;

/** Whether a file that could be read has lost its end, as after a broken download. */
final class Wholeness {
  private static final MediaType PDF = MediaType.application("pdf");
  private static final MediaType RTF = MediaType.application("rtf");
  private static final String ZIP = "PK";
  private static final Pattern AT_END = Pattern.compile("}[\\s\\x00]*$");
  private static final int TAIL = 2_048;

  private Wholeness() {}

  static boolean isCutOff(File file, MediaType type) throws IOException {
    if (type.getBaseType().equals(PDF)) {
      return !part(file, Long.MAX_VALUE).contains("%%EOF");
    }
    if (type.getBaseType().equals(RTF)) {
      return !AT_END.matcher(part(file, Long.MAX_VALUE)).find();
    }
    return part(file, 0).startsWith(ZIP) && hasNoDirectory(file);
  }

  /** Office files are archives, whose directory is the last thing in them. */
  private static boolean hasNoDirectory(File file) throws IOException {
    try (var zip = new ZipFile(file)) {
      return zip.size() == 0;
    } catch (ZipException e) {
      return true;
    }
  }

  private static String part(File file, long from) throws IOException {
    try (var bytes = new RandomAccessFile(file, "r")) {
      byte[] part = new byte[(int) Math.min(TAIL, bytes.length())];
      bytes.seek(Math.min(from, bytes.length() - part.length));
      bytes.readFully(part);
      return new String(part, StandardCharsets.ISO_8859_1);
    }
  }
}
