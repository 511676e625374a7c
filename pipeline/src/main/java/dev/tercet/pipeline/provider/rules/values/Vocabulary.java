package dev.tercet.pipeline.provider.rules.values;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Labels that mean the same in several languages, from the resource {@code labels.txt}. */
public final class Vocabulary {
  private static final Map<String, Entry> ENTRIES = read();

  private Vocabulary() {}

  /** Labels in normal form that name the same thing, and what its values are. */
  public record Entry(LabelKind kind, Set<String> labels) {}

  /** The entry that knows a label (in normal form), or null. */
  public static @Nullable Entry entry(String label) {
    return ENTRIES.get(label);
  }

  /**
   * Lines are {@code KIND | label, label, …}; a number sign begins a comment. An unreadable
   * resource is a broken build and stops the class from loading.
   */
  private static Map<String, Entry> read() {
    var entries = new HashMap<String, Entry>();
    try (InputStream resource = Vocabulary.class.getResourceAsStream("labels.txt")) {
      if (resource == null) {
        throw new IllegalStateException("the resource labels.txt is missing");
      }
      String lines = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(line, entries));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the resource labels.txt cannot be read", unreadable);
    }
    return Map.copyOf(entries);
  }

  private static void add(String line, Map<String, Entry> entries) {
    int bar = line.indexOf('|');
    var kind = LabelKind.valueOf(line.substring(0, bar).strip().toUpperCase(Locale.ROOT));
    Set<String> labels =
        Arrays.stream(line.substring(bar + 1).split(",", -1))
            .map(Labels::normal)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var entry = new Entry(kind, labels);
    for (String label : labels) {
      if (entries.put(label, entry) != null) {
        throw new IllegalStateException("two entries of labels.txt know \"" + label + "\"");
      }
    }
  }
}
