package dev.tercet.reader;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The encodings of DOS, which the library's detectors take for others. Their letters lie where
 * later encodings have signs, so that a text which is made of usual letters in one of them and not
 * in windows-1252 is nothing else.
 */
final class DosEncoding {
  private static final Charset CYRILLIC = Charset.forName("IBM866");
  private static final Charset WESTERN = Charset.forName("IBM850");
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Pattern CYRILLIC_WORD = Pattern.compile("[А-Яа-яЁё]{2,}");
  private static final Pattern FREQUENT = Pattern.compile("[оеаинтОЕАИНТ]");

  /** Usual letters, at most two of them together; in most foreign texts there are more. */
  private static final Pattern ACCENTED =
      Pattern.compile(
          "(?<![\\x{80}-\\x{FFFF}])[äöüÄÖÜßéèêëàâçñáíóúîïôûùåæøÅÉÀÈÊÁÍÓÚÑÇ]{1,2}(?![\\x{80}-\\x{FFFF}])");

  /**
   * What stands in no word of windows-1252, unlike its letters, dashes and apostrophes, and the
   * spaces and hyphens that do not break or show.
   */
  private static final Pattern ODD_IN_A_WORD =
      Pattern.compile(
          "(?<=[A-Za-z])[^\\x00-\\x7Fß-ÿšžœ\\xA0\\xAD–—‘’“”…•·](?=[a-z])|(?<=[a-z])”(?=[a-z])");

  private static final int LONGEST_SAMPLE = 1 << 16;
  private static final int FEWEST_LETTERS = 6;
  private static final int FEWEST_ACCENTS = 2;

  private DosEncoding() {}

  static Optional<Charset> of(byte[] bytes) {
    if (isCyrillic(sample(bytes, CYRILLIC))) {
      return Optional.of(CYRILLIC);
    }
    int accents = accents(sample(bytes, WESTERN));
    String windows = sample(bytes, WINDOWS);
    boolean isWestern =
        accents >= FEWEST_ACCENTS
            && accents * 10L >= foreign(windows) * 8
            && ODD_IN_A_WORD.matcher(windows).results().count() * 3 >= accents;
    return isWestern ? Optional.of(WESTERN) : Optional.empty();
  }

  private static boolean isCyrillic(String text) {
    long inWords = 0;
    long frequent = 0;
    Matcher word = CYRILLIC_WORD.matcher(text);
    while (word.find()) {
      inWords += word.end() - word.start();
      frequent += FREQUENT.matcher(word.group()).results().count();
    }
    // In Russian, Ukrainian and Bulgarian alike these six make up more than two of five letters.
    return inWords >= FEWEST_LETTERS
        && inWords * 10 >= foreign(text) * 8
        && frequent * 10 >= inWords * 3;
  }

  private static int accents(String text) {
    return ACCENTED.matcher(text).results().mapToInt(it -> it.end() - it.start()).sum();
  }

  private static long foreign(String text) {
    return text.chars().filter(it -> it > 0x7F).count();
  }

  private static String sample(byte[] bytes, Charset charset) {
    return new String(bytes, 0, Math.min(bytes.length, LONGEST_SAMPLE), charset);
  }
}
