package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.vector.index.Catalog;
import dev.tercet.embedded.vector.index.CollectionShape;
import dev.tercet.embedded.vector.index.FailedReopenings;
import dev.tercet.embedded.vector.index.JournalOperation;
import dev.tercet.embedded.vector.index.Opening;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full under the index, and has room again. */
class FullDiskTest {
  private static final String NAME = "points";
  private static final int MANY = 2_000;
  private static final int DIMENSION = 512;

  @TempDir Path folder;
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger openings = new AtomicInteger();
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog = Catalog.open(folder, new Opening(this::disk, _ -> {}), nanos::get);
    CreateCollection.Builder creation = Engine.creation(NAME).toBuilder();
    creation.getVectorsConfigBuilder().getParamsBuilder().setSize(DIMENSION);
    catalog.create(NAME, CollectionShape.of(creation.build()));
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void goesOnWithEveryWriteWhenThereIsRoomAgain() throws IOException {
    write(0);
    full.set(true);
    // More than is kept in memory, so that the index must go to the disk for this read.
    write(MANY);
    assertThatThrownBy(this::count).hasMessage("No space left on device");
    assertThatThrownBy(this::count).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> write(2 * MANY)).isInstanceOf(IOException.class);

    full.set(false);
    nanos.addAndGet(FailedReopenings.PAUSE.toNanos());

    assertThat(count()).isEqualTo(2 * MANY);
    write(2 * MANY);
    assertThat(count()).isEqualTo(3 * MANY);
    catalog.close();
    catalog = Catalog.open(folder, new Opening(this::disk, _ -> {}), nanos::get);
    assertThat(count()).isEqualTo(3 * MANY);
  }

  @Test
  void triesOnceInAMomentToOpenTheCollectionAgain() throws IOException {
    full.set(true);
    write(0);
    write(MANY);
    assertThatThrownBy(this::count).hasMessage("No space left on device");
    openings.set(0);

    assertThatThrownBy(this::count).hasMessage("No space left on device");
    assertThatThrownBy(this::count).hasMessage("No space left on device");
    nanos.addAndGet(FailedReopenings.PAUSE.toNanos() - 1);
    assertThatThrownBy(() -> write(0)).hasMessage("No space left on device");
    assertThat(openings).hasValue(1);

    nanos.incrementAndGet();
    assertThatThrownBy(this::count).hasMessage("No space left on device");
    assertThat(openings).hasValue(2);
  }

  private int count() throws IOException {
    return catalog.get(NAME).read(searcher -> searcher.getIndexReader().numDocs());
  }

  private void write(int first) throws IOException {
    UpsertPoints.Builder upsert = UpsertPoints.newBuilder().setCollectionName(NAME);
    for (int id = first; id < first + MANY; id++) {
      float[] vector = new float[DIMENSION];
      vector[id % DIMENSION] = 1 + id;
      upsert.addPoints(
          PointStruct.newBuilder()
              .setId(PointIdFactory.id(id))
              .setVectors(VectorsFactory.vectors(vector)));
    }
    catalog.get(NAME).write(new JournalOperation.Upsert(upsert.build()));
  }

  private Directory disk(Path path) throws IOException {
    openings.incrementAndGet();
    return new FilterDirectory(FSDirectory.open(path)) {
      @Override
      public IndexOutput createOutput(String name, IOContext context) throws IOException {
        if (full.get()) {
          throw new IOException("No space left on device");
        }
        return super.createOutput(name, context);
      }
    };
  }
}
