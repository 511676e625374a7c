package dev.tercet.cli.service;

import dev.tercet.api.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags of commands that start the service. */
public final class ServiceOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with keys of the documented application.yml.")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where embedded stores keep their data (tercet.data-dir; .tercet).")
  private @Nullable Path data;

  @ArgGroup private @Nullable Mode mode;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other key of the configuration; may be repeated.")
  private Map<String, String> others = new TreeMap<>();

  /** Which stores; at most one of the two. */
  static final class Mode {
    @Option(names = "--embedded", required = true, description = "Start the stores here.")
    private boolean embedded;

    @SuppressWarnings("UnusedVariable") // exactly one of the two is given, so one need be read
    @Option(names = "--external", required = true, description = "Use running stores.")
    private boolean external;

    Settings over(Settings settings) {
      if (embedded) {
        return settings.withFlag("--embedded", "tercet.mode", "embedded");
      }
      return external ? settings.withFlag("--external", "tercet.mode", "external") : settings;
    }
  }

  /** The configuration: defaults, file, variables and flags, in this order. */
  public Settings settings(Consumer<String> warn) {
    Settings settings = Settings.defaults();
    if (file != null) {
      settings = settings.withFile(file);
    }
    settings = settings.withEnvironment(System.getenv(), warn);
    if (data != null) {
      settings = settings.withFlag("--data", "tercet.data-dir", data.toString());
    }
    if (mode != null) {
      settings = mode.over(settings);
    }
    for (Map.Entry<String, String> other : others.entrySet()) {
      settings = settings.withFlag("--set", other.getKey(), other.getValue());
    }
    return settings;
  }

  /** The same for a command whose standard error is for people. */
  public Settings settings(PrintWriter err) {
    return settings(warning -> err.println("tercet: " + warning));
  }

  /** What another process is given to have the same configuration, but for its data folder. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.addAll(List.of("--config", file.toString()));
    }
    others.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return arguments;
  }

  /** Whether a data folder was named. */
  public boolean hasData() {
    return data != null;
  }
}
