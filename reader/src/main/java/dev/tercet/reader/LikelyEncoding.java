package dev.tercet.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;
import org.apache.tika.parser.txt.UniversalEncodingDetector;
import org.jspecify.annotations.Nullable;

/**
 * The encoding that bytes look like. Two detectors of the library are asked: Mozilla's knows Asian
 * and Cyrillic texts from little, ICU's tells the Latin ones apart.
 */
final class LikelyEncoding {
  private static final Set<String> WESTERN = Set.of("ISO-8859-1", "windows-1252");

  private static final int LONGEST_SAMPLE = 1 << 16;

  /** Letters of alphabets whose words are their own. */
  private static final String ALPHABETS =
      "[\\p{IsGreek}\\p{IsCyrillic}\\p{IsHebrew}\\p{IsArabic}\\p{IsThai}]";

  private static final Pattern FOREIGN = Pattern.compile(ALPHABETS);
  private static final Pattern BESIDE_LATIN =
      Pattern.compile("(?<=[A-Za-z])" + ALPHABETS + "|" + ALPHABETS + "(?=[A-Za-z])");

  private LikelyEncoding() {}

  static Optional<Charset> of(byte[] bytes) {
    return DosEncoding.of(bytes).or(() -> detected(bytes));
  }

  private static Optional<Charset> detected(byte[] bytes) {
    Charset first = plausible(bytes, universal(bytes));
    boolean isWestern = first != null && WESTERN.contains(first.name());
    if (first != null && !isWestern && isUsual(first.name())) {
      return Optional.of(first);
    }
    List<CharsetMatch> matches =
        matches(bytes).stream()
            .filter(it -> plausible(bytes, Charset.forName(it.getName())) != null)
            .toList();
    int western =
        matches.stream()
            .filter(it -> WESTERN.contains(it.getName()))
            .mapToInt(CharsetMatch::getConfidence)
            .max()
            .orElse(0);
    Optional<CharsetMatch> best = matches.stream().findFirst();
    return best.filter(it -> !isWestern || it.getConfidence() > western)
        .map(it -> Charset.forName(it.getName()))
        .or(() -> Optional.ofNullable(isWestern ? first : null));
  }

  /** Null for one in which most foreign letters would stand in the midst of Latin words. */
  private static @Nullable Charset plausible(byte[] bytes, @Nullable Charset charset) {
    if (charset == null) {
      return null;
    }
    String text = new String(bytes, 0, Math.min(bytes.length, LONGEST_SAMPLE), charset);
    long foreign = FOREIGN.matcher(text).results().count();
    return BESIDE_LATIN.matcher(text).results().count() * 2 > foreign ? null : charset;
  }

  private static @Nullable Charset universal(byte[] bytes) {
    try {
      return new UniversalEncodingDetector()
          .detect(new ByteArrayInputStream(bytes), new Metadata());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private static List<CharsetMatch> matches(byte[] bytes) {
    return Arrays.stream(new CharsetDetector().setText(bytes).detectAll())
        .filter(it -> isUsual(it.getName()) && Charset.isSupported(it.getName()))
        .toList();
  }

  /** Not what only mainframes and old Macs write; wide encodings show in their zeros. */
  private static boolean isUsual(String name) {
    return !name.startsWith("IBM") && !name.startsWith("x-Mac") && !name.startsWith("UTF-16");
  }
}
