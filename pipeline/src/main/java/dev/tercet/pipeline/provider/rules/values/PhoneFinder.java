package dev.tercet.pipeline.provider.rules.values;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Phone numbers in international form that their country's numbering plan allows; E.164. */
final class PhoneFinder implements ValueFinder {
  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

  /** A plus, then 7 to 15 digits with the usual signs between them. */
  private static final Pattern CANDIDATE =
      Pattern.compile("(?<![\\d+\\p{L}])\\+ ?\\(?\\d(?:[ ().\\-/]{0,2}\\d){6,14}(?!\\d)");

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    if (text.indexOf('+') < 0) {
      return;
    }
    Matcher matcher = CANDIDATE.matcher(text);
    while (matcher.find()) {
      String normal = e164(matcher.group());
      if (normal != null) {
        found.accept(Found.text(ValueKind.PHONE, matcher.start(), matcher.end(), normal));
      }
    }
  }

  /** The number in E.164, or null when it is not international or no country has such a number. */
  static @Nullable String e164(String number) {
    try {
      PhoneNumber parsed = PHONES.parse(number.replace("(0)", ""), null);
      return PHONES.isValidNumber(parsed) ? PHONES.format(parsed, PhoneNumberFormat.E164) : null;
    } catch (NumberParseException notInternational) {
      return null;
    }
  }
}
