package dev.tercet.pipeline.provider.rules.values;

import java.util.Map;

/** International bank account numbers, ISO 13616. */
final class Iban {
  /** Length by country, from the IBAN registry; a country that is missing here is not found. */
  private static final Map<String, Integer> LENGTHS =
      Map.ofEntries(
          Map.entry("AD", 24),
          Map.entry("AE", 23),
          Map.entry("AT", 20),
          Map.entry("BE", 16),
          Map.entry("BG", 22),
          Map.entry("BH", 22),
          Map.entry("BR", 29),
          Map.entry("CH", 21),
          Map.entry("CY", 28),
          Map.entry("CZ", 24),
          Map.entry("DE", 22),
          Map.entry("DK", 18),
          Map.entry("EE", 20),
          Map.entry("EG", 29),
          Map.entry("ES", 24),
          Map.entry("FI", 18),
          Map.entry("FR", 27),
          Map.entry("GB", 22),
          Map.entry("GR", 27),
          Map.entry("HR", 21),
          Map.entry("HU", 28),
          Map.entry("IE", 22),
          Map.entry("IL", 23),
          Map.entry("IS", 26),
          Map.entry("IT", 27),
          Map.entry("JO", 30),
          Map.entry("KW", 30),
          Map.entry("LB", 28),
          Map.entry("LI", 21),
          Map.entry("LT", 20),
          Map.entry("LU", 20),
          Map.entry("LV", 21),
          Map.entry("MC", 27),
          Map.entry("MT", 31),
          Map.entry("NL", 18),
          Map.entry("NO", 15),
          Map.entry("PL", 28),
          Map.entry("PT", 25),
          Map.entry("QA", 29),
          Map.entry("RO", 24),
          Map.entry("SA", 24),
          Map.entry("SE", 24),
          Map.entry("SI", 19),
          Map.entry("SK", 24),
          Map.entry("TN", 24),
          Map.entry("TR", 26),
          Map.entry("UA", 29));

  private Iban() {}

  /** Units that a valid IBAN takes at the start of the text, spaces included; 0 for none. */
  static int lengthAtStart(String text) {
    Integer expected = LENGTHS.get(text.substring(0, 2));
    if (expected == null) {
      return 0;
    }
    var compact = new StringBuilder();
    int at = 0;
    while (at < text.length() && compact.length() < expected) {
      char unit = text.charAt(at++);
      if (unit != ' ') {
        compact.append(unit);
      }
    }
    boolean wordGoesOn = at < text.length() && text.charAt(at) != ' ';
    return compact.length() == expected && !wordGoesOn && remainder(compact) == 1 ? at : 0;
  }

  /** The first four characters moved to the end, letters as 10 to 35, modulo 97. */
  private static int remainder(CharSequence iban) {
    int remainder = 0;
    for (int i = 0; i < iban.length(); i++) {
      int digit = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
      remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
    }
    return remainder;
  }
}
