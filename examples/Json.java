import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much JSON as the examples need, so that they run without a library: objects are maps, arrays
 * are lists. It trusts what it reads to be JSON; take a library into a program of yours.
 */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** A map, a list, a string, a number, a boolean or null. */
  static Object read(String text) {
    return new Json(text).value();
  }

  /** The value behind names and indices, as whatever the caller takes it for; null when absent. */
  @SuppressWarnings("unchecked")
  static <T> T at(Object json, Object... path) {
    Object here = json;
    for (Object step : path) {
      here =
          switch (here) {
            case Map<?, ?> object -> object.get(step);
            case List<?> list when (Integer) step < list.size() -> list.get((Integer) step);
            case null, default -> null;
          };
    }
    return (T) here;
  }

  static String write(Object value) {
    return switch (value) {
      case Map<?, ?> object ->
          object.entrySet().stream()
              .map(it -> write(it.getKey()) + ":" + write(it.getValue()))
              .collect(joining(",", "{", "}"));
      case List<?> list -> list.stream().map(Json::write).collect(joining(",", "[", "]"));
      case String string -> quoted(string);
      case null, default -> String.valueOf(value);
    };
  }

  private static String quoted(String string) {
    var out = new StringBuilder("\"");
    for (char each : string.toCharArray()) {
      if (each < ' ') {
        out.append("\\u%04x".formatted((int) each));
      } else {
        out.append(each == '"' || each == '\\' ? "\\" : "").append(each);
      }
    }
    return out.append('"').toString();
  }

  private Object value() {
    if (taken('{')) {
      var object = new LinkedHashMap<String, Object>();
      while (!taken('}')) {
        String name = (String) value();
        taken(':');
        object.put(name, value());
        taken(',');
      }
      return object;
    }
    if (taken('[')) {
      var list = new ArrayList<Object>();
      while (!taken(']')) {
        list.add(value());
        taken(',');
      }
      return list;
    }
    return taken('"') ? string() : literal();
  }

  private String string() {
    var out = new StringBuilder();
    for (; text.charAt(at) != '"'; at++) {
      out.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char code = text.charAt(++at);
    if (code == 'u') {
      at += 4;
      return (char) Integer.parseInt(text, at - 3, at + 1, 16);
    }
    int control = "bfnrt".indexOf(code);
    return control < 0 ? code : "\b\f\n\r\t".charAt(control);
  }

  private Object literal() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> new BigDecimal(word);
    };
  }

  /** Steps over blanks, and over this sign if it comes next. */
  private boolean taken(char sign) {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    boolean is = at < text.length() && text.charAt(at) == sign;
    at += is ? 1 : 0;
    return is;
  }
}
