package dev.tercet.embedded.qdrant;

import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.vector.EngineProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What speaks Qdrant's protocol in a process of its own, and is told what to do as Qdrant is.
 *
 * @param name for a person
 * @param title the same within a line that says more
 * @param words of its command line, before what tells it where its settings are
 * @param variables of its environment, beside those that are inherited
 * @param home its working folder
 * @param storage where its data are
 * @param log where it writes what it has to say
 * @param without how to go on without it
 */
record QdrantProgram(
    String name,
    String title,
    List<String> words,
    Map<String, String> variables,
    Path home,
    Path storage,
    Path log,
    String without) {

  /** Qdrant itself. */
  static QdrantProgram of(DataFolder folder, Path program) {
    return new QdrantProgram(
        "Qdrant",
        "Qdrant (" + program + ")",
        List.of(program.toString()),
        Map.of(),
        folder.qdrantProgram(),
        folder.qdrantProgram().resolve("storage"),
        folder.logs().resolve("qdrant.log"),
        "go without it by tercet.embedded.qdrant=engine");
  }

  /**
   * The engine, on the class path of this program, on the data that it has when it runs inside. It
   * ends when its heap is full, rather than go on without what it could not do.
   */
  static QdrantProgram engine(DataFolder folder, EnginePlace.Apart place) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx" + place.heapBytes());
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow");
    words.add(EngineProgram.class.getName());
    return new QdrantProgram(
        "The vector engine",
        "the vector engine",
        List.copyOf(words),
        Map.of("CLASSPATH", classPath()), // on the command line it would hide whose process it is
        folder.qdrant(),
        folder.qdrant(),
        folder.logs().resolve("engine.log"),
        "go without its process by tercet.embedded.engine.runs=inside");
  }

  /** Its own working folder is another one. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(it -> Path.of(it).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
