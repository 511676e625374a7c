package dev.tercet.api.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Every key with the value that counts: flags beat variables, variables beat the file, the file
 * beats the defaults. Only keys of {@code application.yml} exist, and those of providers that the
 * user names.
 */
public final class Settings {
  private static final String PREFIX = "TERCET_";

  /** Variables with our prefix that are no keys: the command line's and the launcher's. */
  private static final Set<String> FOREIGN =
      Set.of("TERCET_URL", "TERCET_KEY", "TERCET_JAVA_OPTS", "TERCET_AOT");

  private final Map<String, Setting> settings;

  private Settings(Map<String, Setting> settings) {
    this.settings = settings;
  }

  /** The documented defaults. */
  public static Settings defaults() {
    var settings = new LinkedHashMap<String, Setting>();
    Yaml.flatten(documentedDefaults(), "application.yml")
        .forEach((key, value) -> settings.put(key, new Setting(value, "application.yml", false)));
    return new Settings(settings);
  }

  /** These settings with those of a YAML file over them; an unknown key is refused. */
  public Settings withFile(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("there is no configuration file " + file, e);
    } catch (IOException e) {
      throw new ConfigException("the configuration file " + file + " cannot be read", e);
    }
    var merged = new LinkedHashMap<>(settings);
    Yaml.flatten(text, file.toString())
        .forEach((key, value) -> put(merged, key, new Setting(value, file.toString(), true)));
    return new Settings(merged);
  }

  /**
   * These settings with the environment's over them; an unknown {@code TERCET_} variable is only
   * told to {@code warn}.
   */
  public Settings withEnvironment(Map<String, String> environment, Consumer<String> warn) {
    var byVariable = new LinkedHashMap<String, String>();
    settings.keySet().forEach(key -> byVariable.put(variable(key), key));
    var merged = new LinkedHashMap<>(settings);
    for (String name : new TreeSet<>(environment.keySet())) {
      String key = byVariable.getOrDefault(name, ProviderKeys.ofVariable(name).orElse(null));
      String value = environment.getOrDefault(name, "");
      if (key != null) {
        if (merged.containsKey(key) || !value.isBlank()) { // an empty one makes no provider
          put(merged, key, new Setting(value, name, true));
        }
      } else if (name.startsWith(PREFIX) && !FOREIGN.contains(name)) {
        warn.accept("the environment variable " + name + " is no key of Tercet and is ignored");
      }
    }
    return new Settings(merged);
  }

  /** These settings with one flag's value over them. */
  public Settings withFlag(String flag, String key, String value) {
    var merged = new LinkedHashMap<>(settings);
    put(merged, key, new Setting(value, flag, true));
    return new Settings(merged);
  }

  /** The name of a key's environment variable. */
  public static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Every key. */
  public Set<String> keys() {
    return settings.keySet();
  }

  /** The names of the providers beside the usual one. */
  Set<String> providers() {
    return keys().stream()
        .map(ProviderKeys::name)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Setting get(String key) {
    Setting setting = settings.get(key);
    if (setting == null) {
      throw new IllegalArgumentException(key + " is not in application.yml");
    }
    return setting;
  }

  private static void put(Map<String, Setting> merged, String key, Setting setting) {
    ProviderKeys.beside(key)
        .forEach((other, value) ->
            merged.putIfAbsent(other, new Setting(value, "application.yml", false)));
    if (!merged.containsKey(key)) {
      String expectation =
          key.startsWith(ProviderKeys.PREFIX) ? ": " + ProviderKeys.expectation() : "";
      throw new ConfigException("unknown key " + key + " in " + setting.origin() + expectation);
    }
    merged.put(key, new Setting(setting.written(), setting.origin(), true));
  }

  private static String documentedDefaults() {
    try (InputStream in = Settings.class.getResourceAsStream("/application.yml")) {
      if (in == null) {
        throw new IllegalStateException("application.yml is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
