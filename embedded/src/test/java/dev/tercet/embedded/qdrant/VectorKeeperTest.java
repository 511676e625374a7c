package dev.tercet.embedded.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorKeeperTest {
  private static final QdrantChoice AUTO = QdrantChoice.of("auto");
  private static final QdrantChoice ENGINE = QdrantChoice.of("engine");

  @TempDir Path temporary;
  private final List<String> lines = new ArrayList<>();
  private VectorKeeper keeper = new VectorKeeper(new DataFolder(Path.of("")), "");
  private Path program = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    program = bin.resolve("qdrant");
    DataFolder folder = DataFolder.at(temporary.resolve("data"));
    keeper = new VectorKeeper(folder, temporary.resolve("nowhere") + "::" + bin);
  }

  @Test
  void takesTheEngineForANewFolderUnlessAProgramIsFound() throws IOException {
    assertThat(keeper.program(AUTO, lines::add)).isEmpty();
    Files.writeString(program, "not to be run");
    assertThat(keeper.program(AUTO, lines::add)).isEmpty();
    install();
    assertThat(keeper.program(AUTO, lines::add)).contains(program);
    assertThat(keeper.program(ENGINE, lines::add)).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void keepsAFolderWithTheEngineThatItBeganWith() throws IOException {
    keeper.remember(false);
    install();

    assertThat(keeper.program(AUTO, lines::add)).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void takesAFolderOfAnEarlierVersionForTheEngines() throws IOException {
    Files.createDirectories(keeper.folder().qdrant());
    install();

    assertThat(keeper.program(AUTO, lines::add)).isEmpty();
  }

  @Test
  void refusesAFolderThatBeganWithAProgramWhichIsGone() throws IOException {
    install();
    keeper.remember(true);
    assertThat(keeper.program(AUTO, lines::add)).contains(program);
    Files.delete(program);

    assertThatThrownBy(() -> keeper.program(AUTO, lines::add))
        .isInstanceOf(EmbeddedStoresException.class)
        .message()
        .contains(keeper.folder().root().toString(), "no program qdrant", "embedded.qdrant=engine")
        .doesNotContain("\n");
    assertThat(lines).isEmpty();
  }

  @Test
  void saysThatTheVectorsChangeHandsWhenThatIsWanted() throws IOException {
    install();
    keeper.remember(true);

    assertThat(keeper.program(ENGINE, lines::add)).isEmpty();
    assertThat(lines).singleElement().asString().contains("kept by Qdrant", "by the engine");
    keeper.remember(false);
    assertThat(keeper.program(QdrantChoice.of(program.toString()), lines::add)).contains(program);
    assertThat(lines).last().asString().contains("kept by the engine", "by Qdrant");
  }

  @Test
  void refusesAPathThatIsNoProgram() {
    QdrantChoice missing = QdrantChoice.of(temporary.resolve("missing").toString());

    assertThatThrownBy(() -> keeper.program(missing, lines::add))
        .isInstanceOf(EmbeddedStoresException.class)
        .hasMessageContaining("missing, which is no program");
  }

  private void install() throws IOException {
    Files.writeString(program, "");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
