package dev.tercet.pipeline.provider.rules.values;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of documents such as INV-2025-0042, UUIDs, and IBANs whose checksum holds. */
final class IdentifierFinder implements ValueFinder {
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "(?=[A-Z])(?<![\\p{L}\\d\\-/.@])([A-Z]{2,6})(?:[-/][A-Z0-9]{1,8}){0,3}[-/]\\d{3,12}(?![\\p{L}\\d@]|[-/]\\w)");
  private static final Pattern UUID =
      Pattern.compile(
          "(?<![\\w-])\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}(?![\\w-])");
  private static final Pattern IBAN =
      Pattern.compile("(?=[A-Z])(?<![\\p{L}\\d])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}");

  /** Prefixes of standards and algorithms, which name no thing of the document. */
  private static final Set<String> NO_DOCUMENTS =
      Set.of("ISO", "DIN", "EN", "IEC", "IEEE", "SHA", "AES", "UTF", "RFC", "HTTP", "RSA");

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    Matcher documents = DOCUMENT.matcher(text);
    while (documents.find()) {
      if (!NO_DOCUMENTS.contains(documents.group(1))) {
        found.accept(identifier(documents.start(), documents.end(), documents.group(), "document"));
      }
    }
    uuids(text, found);
    Matcher ibans = IBAN.matcher(text);
    while (ibans.find()) {
      int length = Iban.lengthAtStart(ibans.group());
      if (length > 0) {
        String normal = ibans.group().substring(0, length).replace(" ", "");
        found.accept(identifier(ibans.start(), ibans.start() + length, normal, "iban"));
      }
    }
  }

  /** A UUID is sought where its four dashes are. */
  private static void uuids(String text, Consumer<Found> found) {
    for (int dash = text.indexOf('-', 8); dash >= 0; dash = text.indexOf('-', dash + 1)) {
      boolean dashes =
          text.startsWith("-", dash + 5)
              && text.startsWith("-", dash + 10)
              && text.startsWith("-", dash + 15);
      if (dashes && dash + 28 <= text.length()) {
        Matcher matcher = UUID.matcher(text).useTransparentBounds(true);
        if (matcher.region(dash - 8, dash + 28).matches()) {
          String normal = matcher.group().toLowerCase(Locale.ROOT);
          found.accept(identifier(matcher.start(), matcher.end(), normal, "uuid"));
        }
      }
    }
  }

  private static Found identifier(int start, int end, String normal, String detail) {
    return new Found(ValueKind.IDENTIFIER, start, end, new Value.Text(normal), detail);
  }
}
