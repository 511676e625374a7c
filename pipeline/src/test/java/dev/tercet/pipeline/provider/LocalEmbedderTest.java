package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.PrefixedEmbedder.Prefixes;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.testkit.contract.EmbedderContract;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The embedders of this process keep the contract, and queries go first. */
class LocalEmbedderTest {
  private static final HashEmbedder HASH = new HashEmbedder(64);

  @Nested
  class Hash implements EmbedderContract {
    @Override
    public Embedder embedder() {
      return HASH;
    }

    @Override
    public Optional<String> refusedQuery() {
      return Optional.empty();
    }
  }

  @Nested
  class Prefixed implements EmbedderContract {
    @Override
    public Embedder embedder() {
      return PrefixedEmbedder.of(HASH, new Prefixes("query: ", "passage: "));
    }

    @Override
    public Optional<String> refusedQuery() {
      return Optional.empty();
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class MiniLm implements EmbedderContract {
    private final MiniLmEmbedder embedder = new MiniLmEmbedder(2);

    @Override
    public Embedder embedder() {
      return embedder;
    }

    @Override
    public Optional<String> refusedQuery() {
      return Optional.of("\ufffd\ufffd");
    }

    @AfterAll
    void close() {
      embedder.close();
    }
  }

  @Test
  void putsThePrefixBeforeEachTextByItsPurpose() {
    Embedder prefixed = PrefixedEmbedder.of(HASH, new Prefixes("query: ", "passage: "));
    assertThat(prefixed.vector("whales", Purpose.QUERY))
        .containsExactly(HASH.vector("query: whales", Purpose.QUERY));
    assertThat(prefixed.vector("whales", Purpose.PASSAGE))
        .containsExactly(HASH.vector("passage: whales", Purpose.PASSAGE));
  }

  @Test
  void aPrefixOfPassagesIsAnotherModelAndOneOfQueriesIsNot() {
    var named = PrefixedEmbedder.of(HASH, new Prefixes("query: ", "passage: ")).model();
    assertThat(PrefixedEmbedder.of(HASH, Prefixes.NONE)).isSameAs(HASH);
    assertThat(PrefixedEmbedder.of(HASH, new Prefixes("query: ", "")).model())
        .isEqualTo(HASH.model());
    assertThat(PrefixedEmbedder.of(HASH, new Prefixes("ask: ", "passage: ")).model())
        .isEqualTo(named);
    assertThat(PrefixedEmbedder.of(HASH, new Prefixes("query: ", "passage:")).model())
        .isNotEqualTo(named);
    assertThat(named).matches("hash-p[0-9a-f]{8}-64");
    assertThat(PrefixedEmbedder.unprefixed(named)).isEqualTo(HASH.model());
    assertThat(PrefixedEmbedder.unprefixed("all-minilm-l6-v2-q")).isEqualTo("all-minilm-l6-v2-q");
  }

  @Test
  void aQueryGoesBeforeThePassagesThatWait() throws Exception {
    var done = new CopyOnWriteArrayList<String>();
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var threads = new EmbeddingThreads("test-", 1)) {
      List<Future<Boolean>> all =
          List.of(
              threads.submit(
                  Purpose.PASSAGE,
                  () -> {
                    begun.countDown();
                    go.await();
                    return done.add("under way");
                  }),
              threads.submit(Purpose.PASSAGE, () -> done.add("passage 1")),
              threads.submit(Purpose.PASSAGE, () -> done.add("passage 2")),
              threads.submit(Purpose.QUERY, () -> done.add("query 1")),
              threads.submit(Purpose.QUERY, () -> done.add("query 2")));
      begun.await();
      go.countDown();
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(done).containsExactly("under way", "query 1", "query 2", "passage 1", "passage 2");
  }
}
