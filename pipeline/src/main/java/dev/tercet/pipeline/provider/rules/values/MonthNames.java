package dev.tercet.pipeline.provider.rules.values;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The number of a month by its name in English, German, French, Spanish, Italian or Arabic. */
final class MonthNames {
  private static final String[] NAMES = {
    "january jan januar jänner janvier enero gennaio يناير كانون_الثاني",
    "february feb februar février febrero febbraio فبراير شباط",
    "march mar märz mrz mars marzo مارس آذار",
    "april apr avril abril aprile أبريل ابريل نيسان",
    "may mai mayo maggio مايو أيار ايار",
    "june jun juni juin junio giugno يونيو حزيران",
    "july jul juli juillet julio luglio يوليو تموز",
    "august aug août agosto أغسطس اغسطس آب",
    "september sep sept septembre septiembre settembre سبتمبر أيلول ايلول",
    "october oct oktober okt octobre octubre ottobre أكتوبر اكتوبر تشرين_الأول",
    "november nov novembre noviembre نوفمبر تشرين_الثاني",
    "december dec dezember dez décembre diciembre dicembre ديسمبر كانون_الأول",
  };
  private static final Map<String, Integer> NUMBERS = numbers();

  private MonthNames() {}

  /** 1 to 12, or 0 when the word is no month. */
  static int number(String word) {
    return NUMBERS.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
  }

  private static Map<String, Integer> numbers() {
    var numbers = new HashMap<String, Integer>();
    for (int month = 1; month <= NAMES.length; month++) {
      for (String name : NAMES[month - 1].split(" ", -1)) {
        String spaced = name.replace('_', ' ');
        numbers.put(spaced, month);
        numbers.put(Normalizer.normalize(spaced, Normalizer.Form.NFD), month);
      }
    }
    return Map.copyOf(numbers);
  }
}
