package dev.tercet.embedded.qdrant;

import dev.tercet.embedded.process.BoundedLog;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.Survivor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process of a program that speaks for Qdrant, which stays in the foreground. It is in a
 * session of its own, out of reach of a terminal's Ctrl-C, and is known again by its command line
 * whoever started it.
 */
final class QdrantProcess {
  private static final String FLAG = "--config-path";

  /** What the user tells this JVM, an agent with a port of its own perhaps, is not for a second. */
  private static final Set<String> FOR_ANOTHER_JVM =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Path SESSION = Path.of("/usr/bin/setsid");

  private final DataFolder folder;
  private final QdrantProgram program;
  private final QdrantConfig config;
  private final BoundedLog log;
  private Optional<Survivor> running = Optional.empty();

  QdrantProcess(DataFolder folder, QdrantProgram program) {
    this.folder = folder;
    this.program = program;
    this.config = new QdrantConfig(folder, program);
    this.log = new BoundedLog(program.log());
  }

  DataFolder folder() {
    return folder;
  }

  QdrantProgram program() {
    return program;
  }

  BoundedLog log() {
    return log;
  }

  void start(QdrantConfig.Settings settings) throws IOException {
    Files.createDirectories(program.home());
    config.write(settings);
    log.begin();
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SESSION)) {
      words.add(SESSION.toString());
    }
    words.addAll(program.words());
    words.addAll(List.of(FLAG, config.file().toString()));
    ProcessBuilder builder = new ProcessBuilder(words).directory(program.home().toFile());
    builder.environment().keySet().removeAll(FOR_ANOTHER_JVM);
    builder.environment().putAll(program.variables());
    config.into(builder.environment(), settings);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.forAppending());
    running = Optional.of(Survivor.of(builder.start().toHandle()));
  }

  /** Whether the process that was started last still runs. */
  boolean runs() {
    return running.filter(Survivor::isThere).isPresent();
  }

  /** All processes of this folder: of this program, of an earlier one, of a wrapper around it. */
  static List<Survivor> survivors(DataFolder folder) {
    return Survivor.withWords(FLAG + " " + QdrantConfig.file(folder));
  }
}
