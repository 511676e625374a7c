package dev.tercet.pipeline.provider.rules.values;

import java.util.regex.Pattern;

/** What a name looks like when something else (a label, an honorific) already says it is one. */
public final class NameShape {
  private static final String LATIN_WORD = "\\p{Lu}[\\p{L}\\p{M}'\\-]*\\.?";

  /** Two to four words, the first and last capitalised: "Ana van der Berg", "J. Doe". */
  private static final Pattern LATIN_PERSON =
      Pattern.compile(
          LATIN_WORD
              + "(?: (?:van|von|der|de|den|da|di|bin|al|el|la|zu|"
              + LATIN_WORD
              + ")){0,3} "
              + LATIN_WORD);

  private static final Pattern HAN_PERSON = Pattern.compile("\\p{IsHan}{2,4}");
  private static final Pattern ARABIC_PERSON =
      Pattern.compile("[\\p{IsArabic}&&\\p{L}]{2,15}(?: [\\p{IsArabic}&&\\p{L}]{2,15}){1,3}");
  private static final Pattern ORGANISATION =
      Pattern.compile(
          "[\\p{Lu}\\p{Lo}\\d][\\p{L}\\p{M}\\d&.'+\\-]*(?:,? [\\p{L}\\p{M}\\d&.'+()\\-]+){0,7}"
              + "(?:\\(\\p{L}+\\)\\p{IsHan}+)?");

  /** Legal forms at the end of a name, most specific first. */
  static final Pattern LEGAL_FORM =
      Pattern.compile(
          "(?=[A-Zmep])(?<![\\p{L}\\d])(?:GmbH(?: & Co\\. ?KGa?A?)?|GMBH|GbR|AG(?: & Co\\. ?KGa?A?)?|mbH|SE|KG|OHG|UG|eG"
              + "|e\\. ?V\\.|Co\\.?,? Ltd\\.?|Pty\\.? Ltd\\.?|Ltd\\.?|LTD\\.?|Limited|Inc\\.?|INC\\.?|LLC|L\\.L\\.C\\.|LLP"
              + "|PLC|plc|Corp\\.?|Corporation|S\\.A\\.|S\\.A\\.S\\.|SARL|S\\.r\\.l\\.|S\\.p\\.A\\.|S\\.L\\."
              + "|B\\.V\\.|N\\.V\\.|Oyj?|A/S|ApS|FZE|FZ-LLC|DMCC)(?![\\p{L}\\d])");

  static final Pattern HAN_LEGAL_FORM =
      Pattern.compile("(?:股份|责任)?有限(?:责任)?公司(?:[\\p{IsHan}]{2}分公司)?|株式会社|合同会社|集团公司");
  static final Pattern ARABIC_LEGAL_FORM =
      Pattern.compile("(?<!\\p{L})(?:ذ\\.م\\.م\\.?|م\\.م\\.ح\\.?|ش\\.م\\.م\\.?|المحدودة|المساهمة)");

  private NameShape() {}

  /** Reads like one person's name. */
  public static boolean isPerson(String name) {
    return name.length() <= 80
        && (LATIN_PERSON.matcher(name).matches()
            || HAN_PERSON.matcher(name).matches()
            || ARABIC_PERSON.matcher(name).matches());
  }

  /** Reads like the name of a person or an organisation. */
  public static boolean isName(String name) {
    return name.length() <= 100 && (isPerson(name) || ORGANISATION.matcher(name).matches());
  }

  /** Carries a legal form such as GmbH, Ltd or 有限公司. */
  public static boolean isOrganisation(String name) {
    return name.length() <= 100
        && (LEGAL_FORM.matcher(name).find()
            || HAN_LEGAL_FORM.matcher(name).find()
            || ARABIC_LEGAL_FORM.matcher(name).find());
  }
}
