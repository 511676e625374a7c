package dev.tercet.pipeline.rules.values;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Persons by the honorific beside their name; the honorific stays outside the value. */
final class PersonFinder implements ValueFinder {
  private static final Pattern LATIN =
      Pattern.compile(
          "(?<![\\p{L}\\d])(?:(?:Mrs?|Ms|Mx|Dr|Prof|Ing|Dipl)\\.?|Herrn?|Frau|Madame|Monsieur)"
              + "(?: (?:Dr|Prof|Ing)\\.)* (\\p{Lu}[\\p{L}\\p{M}'\\-]+(?: (?:van|von|der|de|al))?"
              + "(?: \\p{Lu}(?:\\.|[\\p{L}\\p{M}'\\-]+)){0,2})");

  /** The hundred commonest surnames cover about 85 in a hundred people. */
  private static final Pattern HAN =
      Pattern.compile(
          "([王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
              + "\\p{IsHan}{1,2}?)(?:先生|女士|博士|教授|经理|总监|律师|工程师)");

  private static final Pattern ARABIC =
      Pattern.compile(
          "(?<!\\p{L})(?:السيدة|السيد|الدكتورة|الدكتور|المهندسة|المهندس|الأستاذة|الأستاذ)[/ ]{1,2}"
              + "([\\p{IsArabic}&&\\p{L}]{2,15} [\\p{IsArabic}&&\\p{L}]{2,15})");

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    for (Pattern pattern : new Pattern[] {LATIN, HAN, ARABIC}) {
      Matcher matcher = pattern.matcher(passage.folded());
      while (matcher.find()) {
        var name = new Value.Text(matcher.group(1));
        found.accept(new Found(ValueKind.NAME, matcher.start(1), matcher.end(1), name, "person"));
      }
    }
  }
}
