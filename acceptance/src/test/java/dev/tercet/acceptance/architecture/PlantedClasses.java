package dev.tercet.acceptance.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Classes that exist only to break a rule: written as text, compiled into a folder, imported. */
final class PlantedClasses {
  private PlantedClasses() {}

  /**
   * Compiles and imports.
   *
   * @param sources path below the root of the sources to text
   */
  static JavaClasses compile(Path folder, Map<String, String> sources) throws IOException {
    var paths = new ArrayList<Path>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path path = folder.resolve("sources").resolve(source.getKey());
      Files.createDirectories(path.getParent());
      paths.add(Files.writeString(path, source.getValue()));
    }
    Path classes = Files.createDirectories(folder.resolve("classes"));
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var options =
          List.of(
              "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      var units = files.getJavaFileObjectsFromPaths(paths);
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalArgumentException("what was planted does not compile: " + messages);
      }
    }
    return new ClassFileImporter().importPath(classes);
  }
}
