package dev.tercet.reader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What a browser writes before the items of ordered lists. */
final class ListNumbers {
  private static final Pattern NO_NUMBERS =
      Pattern.compile("(?i)list-style(?:-type)?\\s*:\\s*(?:none|disc|circle|square)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
  private static final int MOST_ROMAN = 3_999;
  private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] SIGNS = {
    "m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"
  };

  /** The next number of each list that is open, the innermost first. */
  private final Deque<Integer> next = new ArrayDeque<>();

  /** Of items that have begun and shown no text so far. */
  private String due = "";

  void enter(Element element) {
    if (element.normalName().equals("ol")) {
      int first = element.hasAttr("reversed") ? items(element) : 1;
      next.push(number(element.attr("start"), first));
    }
    due += of(element);
  }

  /** What stands before the next text, such as "3. "; mostly nothing. */
  String due() {
    String numbers = due;
    due = "";
    return numbers;
  }

  /** What stands there when no text came. */
  String leave(Element element) {
    if (element.normalName().equals("ol")) {
      next.pop();
    }
    return element.normalName().equals("li") ? due() : "";
  }

  private String of(Element element) {
    Element list = element.parent();
    if (!element.normalName().equals("li") || list == null || !list.normalName().equals("ol")) {
      return "";
    }
    int number = number(element.attr("value"), next.pop());
    next.push(list.hasAttr("reversed") ? number - 1 : number + 1);
    boolean isShown =
        !NO_NUMBERS.matcher(list.attr("style")).find()
            && !NO_NUMBERS.matcher(element.attr("style")).find();
    return isShown ? written(number, list.attr("type")) + ". " : "";
  }

  private static int items(Element list) {
    return (int) list.children().stream().filter(it -> it.normalName().equals("li")).count();
  }

  private static int number(String attribute, int otherwise) {
    String digits = attribute.strip();
    return NUMBER.matcher(digits).matches() ? Integer.parseInt(digits) : otherwise;
  }

  private static String written(int number, String type) {
    return switch (number < 1 ? "1" : type) {
      case "a" -> letters(number);
      case "A" -> letters(number).toUpperCase(Locale.ROOT);
      case "i" -> roman(number);
      case "I" -> roman(number).toUpperCase(Locale.ROOT);
      default -> Integer.toString(number);
    };
  }

  private static String letters(int number) {
    var letters = new StringBuilder();
    for (int left = number; left > 0; left = (left - 1) / 26) {
      letters.append((char) ('a' + (left - 1) % 26));
    }
    return letters.reverse().toString();
  }

  private static String roman(int number) {
    if (number > MOST_ROMAN) {
      return Integer.toString(number);
    }
    var roman = new StringBuilder();
    int left = number;
    for (int i = 0; i < VALUES.length; i++) {
      while (left >= VALUES[i]) {
        roman.append(SIGNS[i]);
        left -= VALUES[i];
      }
    }
    return roman.toString();
  }
}
