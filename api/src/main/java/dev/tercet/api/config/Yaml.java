package dev.tercet.api.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a YAML file into dotted keys and plain text values. */
final class Yaml {
  private Yaml() {}

  /** The keys of {@code text} in order; unset ones map to the empty string. */
  static Map<String, String> flatten(String text, String origin) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Object root;
    try {
      root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(text);
    } catch (YAMLException e) {
      throw new ConfigException(
          origin + " is not valid YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
          e);
    }
    var flat = new LinkedHashMap<String, String>();
    if (root != null) {
      flatten("", root, origin, flat);
    }
    return flat;
  }

  private static void flatten(
      String prefix, @Nullable Object node, String origin, Map<String, String> flat) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) ->
          flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, value, origin, flat));
    } else if (prefix.isEmpty()) {
      throw new ConfigException(origin + " does not hold keys and values");
    } else if (node instanceof List<?> list) {
      flat.put(prefix, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else {
      flat.put(prefix, node == null ? "" : String.valueOf(node));
    }
  }
}
