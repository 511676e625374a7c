package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.vector.index.Catalog;
import dev.tercet.embedded.vector.index.CollectionShape;
import dev.tercet.embedded.vector.index.JournalOperation;
import dev.tercet.embedded.vector.index.Opening;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails once in the middle of a call; the next call finds nothing in its way. */
class DiskFailureTest {
  private static final String NAME = "points";

  @TempDir Path folder;
  private Moment failing = Moment.NONE;
  private Catalog catalog;

  /** When the disk fails. */
  private enum Moment {
    NONE,
    OPEN,
    READ_OF_A_SEGMENT,
    CLOSE
  }

  @BeforeEach
  void open() throws IOException {
    catalog = Catalog.open(folder, new Opening(this::disk, _ -> {}), System::nanoTime);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void createsACollectionWhoseFirstCreationFailed() throws IOException {
    failing = Moment.OPEN;
    assertThatThrownBy(this::create).hasMessage("OPEN");
    assertThat(place()).doesNotExist();
    failing = Moment.NONE;

    create();
    write(1);

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void deletesTheFolderOfACollectionThatDoesNotClose() throws IOException {
    create();
    failing = Moment.CLOSE;

    assertThatThrownBy(() -> catalog.delete(NAME)).hasMessage("CLOSE");

    assertThat(catalog.exists(NAME)).isFalse();
    assertThat(place()).doesNotExist();
  }

  @Test
  void opensACollectionThatCouldNotBeReadAMomentAgo() throws IOException {
    create();
    write(1);
    catalog.close();
    failing = Moment.READ_OF_A_SEGMENT;
    assertThatThrownBy(this::open).hasMessage("READ_OF_A_SEGMENT");
    failing = Moment.NONE;

    open();

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void writesAgainAfterTheJournalFailed() throws IOException {
    create();
    write(1);
    Thread.currentThread().interrupt(); // closes the channel of the journal under the write
    assertThatThrownBy(() -> write(2)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();

    write(3);

    assertThat(count()).isEqualTo(2);
    catalog.close();
    open();
    assertThat(count()).isEqualTo(2);
  }

  private void create() throws IOException {
    catalog.create(NAME, CollectionShape.of(Engine.creation(NAME)));
  }

  private Path place() {
    return folder.resolve("collections").resolve(NAME);
  }

  private int count() throws IOException {
    return catalog.get(NAME).read(searcher -> searcher.getIndexReader().numDocs());
  }

  private void write(int id) throws IOException {
    catalog
        .get(NAME)
        .write(
            new JournalOperation.Upsert(
                UpsertPoints.newBuilder().addPoints(Sample.point(id, Map.of())).build()));
  }

  private Directory disk(Path path) throws IOException {
    fail(Moment.OPEN);
    return new FilterDirectory(FSDirectory.open(path)) {
      @Override
      public IndexInput openInput(String name, IOContext context) throws IOException {
        if (name.endsWith(".dvm")) {
          fail(Moment.READ_OF_A_SEGMENT);
        }
        return super.openInput(name, context);
      }

      @Override
      public void close() throws IOException {
        super.close();
        fail(Moment.CLOSE);
      }
    };
  }

  private void fail(Moment moment) throws IOException {
    if (failing == moment) {
      throw new IOException(moment.name());
    }
  }
}
