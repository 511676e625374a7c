package dev.tercet.pipeline.provider.rules.values;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values whose label says what they are: names, identifiers, local phone numbers, addresses. */
final class LabelledFinder {
  private static final Pattern NAMES_PARTED =
      Pattern.compile(" ?[,;、،/] ?| and | und | & (?=\\p{L}+ \\p{L})");
  private static final Pattern TITLE =
      Pattern.compile("^(?:(?:Mrs?|Ms|Dr|Prof|Herrn?|Frau|السيدة?|الدكتورة?|المهندسة?)\\.? )+");
  private static final Pattern ROLE = Pattern.compile(" ?(?:\\(| [–—-] ).*$");
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?=[\\p{L}\\-/._]*\\d)[\\p{L}\\d](?:[\\p{L}\\d\\-/._]*[\\p{L}\\d])?");
  private static final Pattern PHONE = Pattern.compile("[+(]?\\d(?:[ ().\\-/]{0,2}\\d){5,14}");

  private LabelledFinder() {}

  static void find(FoldedText passage, List<Field> fields, Consumer<Found> found) {
    for (Field field : fields) {
      Vocabulary.Entry entry = Vocabulary.entry(field.label());
      if (entry != null) {
        find(passage.folded(), field, entry.kind(), found);
      }
    }
  }

  private static void find(String text, Field field, LabelKind kind, Consumer<Found> found) {
    switch (kind) {
      case PERSON -> eachPerson(text, field, found);
      case ORGANISATION, PARTY -> party(text, field, found);
      case IDENTIFIER -> first(IDENTIFIER, ValueKind.IDENTIFIER, text, field, found);
      case PHONE -> first(PHONE, ValueKind.PHONE, text, field, found);
      case ADDRESS -> address(text, field, found);
      case DATE, AMOUNT, NUMBER, CURRENCY, IBAN, EMAIL, URL, TEXT -> {
        // These have a form of their own and are found without a label.
      }
    }
  }

  /** A list of persons, each without honorific and without a role in brackets. */
  private static void eachPerson(String text, Field field, Consumer<Found> found) {
    int start = field.startChar();
    Matcher parted = NAMES_PARTED.matcher(text).region(start, field.endChar());
    while (start < field.endChar()) {
      boolean more = parted.find();
      person(text, start, more ? parted.start() : field.endChar(), found);
      start = more ? parted.end() : field.endChar();
    }
  }

  private static void person(String text, int start, int end, Consumer<Found> found) {
    String name = text.substring(start, end);
    Matcher title = TITLE.matcher(name);
    int skipped = title.find() ? title.end() : 0;
    Matcher role = ROLE.matcher(name);
    int kept = role.find(skipped) ? role.start() : name.length();
    String bare = name.substring(skipped, kept);
    if (NameShape.isPerson(bare)) {
      var value = new Value.Text(bare);
      found.accept(
          new Found(
              ValueKind.NAME, start + skipped, start + skipped + bare.length(), value, "person"));
    }
  }

  /** The value up to a comma that no legal form follows. */
  private static void party(String text, Field field, Consumer<Found> found) {
    String value = text.substring(field.startChar(), field.endChar());
    Matcher form = NameShape.LEGAL_FORM.matcher(value);
    int comma = value.indexOf(',', form.find() ? form.end() : 0);
    String name = comma < 0 ? value : value.substring(0, comma).stripTrailing();
    if (TITLE.matcher(name).find()) {
      person(text, field.startChar(), field.startChar() + name.length(), found);
    } else if (NameShape.isName(name) && name.chars().anyMatch(Character::isLetter)) {
      String detail = NameShape.isOrganisation(name) ? "organisation" : null;
      int end = field.startChar() + name.length();
      found.accept(new Found(ValueKind.NAME, field.startChar(), end, new Value.Text(name), detail));
    }
  }

  private static void address(String text, Field field, Consumer<Found> found) {
    String value = text.substring(field.startChar(), field.endChar());
    boolean number = value.chars().anyMatch(Character::isDigit);
    boolean place = value.indexOf(' ') > 0 || value.codePoints().anyMatch(Character::isIdeographic);
    if (number && place && value.indexOf('@') < 0 && !value.contains("://")) {
      found.accept(Found.text(ValueKind.ADDRESS, field.startChar(), field.endChar(), value));
    }
  }

  private static void first(
      Pattern pattern, ValueKind kind, String text, Field field, Consumer<Found> found) {
    Matcher matcher = pattern.matcher(text).region(field.startChar(), field.endChar());
    if (matcher.lookingAt()) {
      String normal = matcher.group();
      if (kind == ValueKind.PHONE) {
        String international = PhoneFinder.e164(normal);
        normal = international == null ? normal : international;
      }
      found.accept(Found.text(kind, matcher.start(), matcher.end(), normal));
    }
  }
}
