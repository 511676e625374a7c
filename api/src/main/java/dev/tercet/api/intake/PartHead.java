package dev.tercet.api.intake;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a form says about itself.
 *
 * @param name of the field; empty when it has none
 * @param fileName as its sender calls it; null when it has none
 * @param type its media type with parameters; empty when it has none
 * @param coding its transfer encoding; empty when it has none
 */
record PartHead(String name, @Nullable String fileName, String type, String coding) {
  /** Codings that leave the bytes as they are. */
  private static final String PLAIN = "(?i)|7bit|8bit|binary";

  static PartHead of(String headers) {
    Map<String, String> byName = byName(headers);
    Map<String, String> disposition = parameters(byName.getOrDefault("content-disposition", ""));
    return new PartHead(
        disposition.getOrDefault("name", ""),
        disposition.get("filename"),
        byName.getOrDefault("content-type", ""),
        byName.getOrDefault("content-transfer-encoding", ""));
  }

  /** The parameters behind a header's value, by their names in lower case. */
  static Map<String, String> parameters(String value) {
    var parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    var parameters = new HashMap<String, String>();
    parser
        .parse(value, ';')
        .forEach((name, text) -> {
          if (text != null) {
            parameters.put(name, text);
          }
        });
    return parameters;
  }

  boolean isPlain() {
    return coding.strip().matches(PLAIN);
  }

  /** The encoding of a field's text; nothing when nobody knows it. */
  Optional<Charset> charset() {
    String declared = parameters(type).get("charset");
    if (declared == null) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    try {
      return Optional.of(Charset.forName(declared));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  /** The headers; of one that comes twice the first counts. */
  private static Map<String, String> byName(String headers) {
    var byName = new HashMap<String, String>();
    for (String line : headers.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        byName.putIfAbsent(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return byName;
  }
}
