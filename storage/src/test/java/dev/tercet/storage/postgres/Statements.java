package dev.tercet.storage.postgres;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every statement of the program: each is a constant of a class of this package or one of its
 * rooms.
 */
final class Statements {
  private static final Pattern SQL =
      Pattern.compile("\\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\\s.*", Pattern.DOTALL);

  private Statements() {}

  /** Statements by the names of their constants. */
  static SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        String name = folder().relativize(file).toString().replace(".class", "");
        Class<?> type =
            Class.forName(Statements.class.getPackageName() + "." + name.replace('/', '.'));
        for (Field field : type.getDeclaredFields()) {
          add(all, type, field);
        }
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("the classes cannot be read", e);
    }
    return all;
  }

  private static Path folder() {
    try {
      URI root = Database.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(root).resolve(Statements.class.getPackageName().replace('.', '/'));
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(SortedMap<String, String> all, Class<?> type, Field field)
      throws IllegalAccessException {
    if (!Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
      return;
    }
    field.setAccessible(true);
    String name = type.getSimpleName() + "." + field.getName();
    switch (field.get(null)) {
      case String value when SQL.matcher(value).matches() -> all.put(name, value);
      case Query query -> all.put(name, query.sql());
      case List<?> values -> {
        for (int i = 0; i < values.size(); i++) {
          if (values.get(i) instanceof String value && SQL.matcher(value).matches()) {
            all.put(name + "[" + i + "]", value);
          }
        }
      }
      case null, default -> {}
    }
  }
}
