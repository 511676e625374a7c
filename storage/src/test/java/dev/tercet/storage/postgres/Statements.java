package dev.tercet.storage.postgres;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.ExecutableMethod;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every statement of the program: each is a constant of a class of this package or one of its
 * rooms, or a method of a repository there.
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
        if (BeanDefinition.class.isAssignableFrom(type)) {
          addMethods(all, (BeanDefinition<?>) type.getDeclaredConstructor().newInstance());
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
    add(all, type.getSimpleName() + "." + field.getName(), field.get(null));
  }

  private static void add(SortedMap<String, String> all, String name, @Nullable Object constant) {
    switch (constant) {
      case String sql when SQL.matcher(sql).matches() -> all.put(name, sql);
      case Query query -> all.put(name, query.sql());
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          add(all, name + "[" + i + "]", list.get(i));
        }
      }
      case null, default -> {}
    }
  }

  /** Each as it was compiled: with marks instead of names. */
  private static void addMethods(SortedMap<String, String> all, BeanDefinition<?> repository) {
    for (ExecutableMethod<?, ?> method : repository.getExecutableMethods()) {
      String name =
          method.getDeclaringType().getSimpleName()
              + "."
              + method.getMethodName()
              + Arrays.toString(method.getArgumentNames());
      method
          .stringValue(io.micronaut.data.annotation.Query.class, "rawQuery")
          .or(() -> method.stringValue(io.micronaut.data.annotation.Query.class))
          .ifPresent(sql -> all.put(name, sql));
    }
  }
}
