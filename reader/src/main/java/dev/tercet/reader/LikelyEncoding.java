package dev.tercet.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private LikelyEncoding() {}

  static Optional<Charset> of(byte[] bytes) {
    return DosEncoding.of(bytes).or(() -> detected(bytes));
  }

  private static Optional<Charset> detected(byte[] bytes) {
    Charset first = universal(bytes);
    boolean isWestern = first != null && WESTERN.contains(first.name());
    if (first != null && !isWestern && isUsual(first.name())) {
      return Optional.of(first);
    }
    List<CharsetMatch> matches = matches(bytes);
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
