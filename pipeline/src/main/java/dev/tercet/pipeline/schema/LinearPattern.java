package dev.tercet.pipeline.schema;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** An expression that RE2 can read: time linear in the text. */
public record LinearPattern(Pattern pattern) implements BoundedPattern {

  /** Null when RE2 cannot read it. */
  static @Nullable LinearPattern compile(String expression) {
    try {
      // ECMA-262 writes a code unit as four hexadecimal digits after \\u, RE2 in braces after \\x.
      String re2 = expression.replaceAll("\\\\u([0-9A-Fa-f]{4})", "\\\\x{$1}");
      return new LinearPattern(Pattern.compile(re2));
    } catch (PatternSyntaxException unreadable) {
      return null;
    }
  }

  @Override
  public @Nullable Range find(CharSequence text, int from) {
    Matcher matcher = pattern.matcher(text);
    return from <= text.length() && matcher.find(from)
        ? new Range(matcher.start(), matcher.end())
        : null;
  }
}
