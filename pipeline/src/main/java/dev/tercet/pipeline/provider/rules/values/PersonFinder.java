package dev.tercet.pipeline.provider.rules.values;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Persons by the honorific beside their name; the honorific stays outside the value. */
final class PersonFinder implements ValueFinder {
  private static final Pattern LATIN =
      Pattern.compile(
          "(?=[MDPIHF])(?<![\\p{L}\\d])(?:(?:Mrs?|Ms|Mx|Dr|Prof|Ing|Dipl)\\.?|Herrn?|Frau|Madame|Monsieur)"
              + "(?: (?:Dr|Prof|Ing)\\.)* (\\p{Lu}[\\p{L}\\p{M}'\\-]+(?: (?:van|von|der|de|al))?"
              + "(?: \\p{Lu}(?:\\.|[\\p{L}\\p{M}'\\-]+)){0,2})");

  /** The hundred commonest surnames cover about 85 in a hundred people. */
  private static final String HAN_SURNAMES =
      "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
          + "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";

  private static final Pattern HAN_TITLE = Pattern.compile("先生|女士|博士|教授|经理|总监|律师|工程师");

  private static final Pattern ARABIC =
      Pattern.compile(
          "(?<!\\p{L})(?:السيدة|السيد|الدكتورة|الدكتور|المهندسة|المهندس|الأستاذة|الأستاذ)[/ ]{1,2}"
              + "([\\p{IsArabic}&&\\p{L}]{2,15} [\\p{IsArabic}&&\\p{L}]{2,15})");

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    each(LATIN, passage.folded(), found);
    if (passage.hasHan()) {
      han(passage.folded(), found);
    }
    if (passage.hasArabic()) {
      each(ARABIC, passage.folded(), found);
    }
  }

  private static void each(Pattern pattern, String text, Consumer<Found> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.accept(person(text, matcher.start(1), matcher.end(1)));
    }
  }

  /** A surname and one or two more characters before the title, the longer name first. */
  private static void han(String text, Consumer<Found> found) {
    Matcher titles = HAN_TITLE.matcher(text);
    while (titles.find()) {
      int end = titles.start();
      for (int start = Math.max(0, end - 3); start <= end - 2; start++) {
        boolean surname = HAN_SURNAMES.indexOf(text.charAt(start)) >= 0;
        if (surname && text.substring(start, end).codePoints().allMatch(Character::isIdeographic)) {
          found.accept(person(text, start, end));
          break;
        }
      }
    }
  }

  private static Found person(String text, int start, int end) {
    var name = new Value.Text(text.substring(start, end));
    return new Found(ValueKind.NAME, start, end, name, "person");
  }
}
