package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.providers.Providers;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.time.Clocks;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormerModelsTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicReference<FormerModels> asking = new AtomicReference<>();
  private final FormerModels former = former();
  private int asked;

  @AfterEach
  void close() {
    former.close();
  }

  @Test
  void believesForASecondWhateverTheLedgerSaidLast() {
    former.arePartial();
    former.others();
    assertThat(asked).isEqualTo(1);

    clock.advance(Duration.ofSeconds(2));
    former.others();
    former.others();
    assertThat(asked).isEqualTo(2);

    former.arePartial();
    assertThat(asked).as("that passages are missing must be known at once").isEqualTo(3);
  }

  private FormerModels former() {
    var embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
    var points = new InMemoryPointStore("mine", new UUID(1, 2), HashEmbedder.DEFAULT_DIMENSION);
    var config =
        new EmbeddingConfig(
            EmbeddingConfig.Provider.HASH,
            null,
            null,
            null,
            Optional.empty(),
            64,
            "",
            "",
            Duration.ofSeconds(10));
    var models =
        new Models(
            AskedModels.only(new RulesProvider(), ProviderGate.open("rules", clock)),
            embedder,
            new Providers(List.of()),
            config,
            HttpClient.newHttpClient(),
            new LateCallRates(),
            new Clocks(clock, clock));
    var made = new FormerModels(this::records, _ -> points, points, models);
    asking.set(made);
    return made;
  }

  private List<CollectionRecord> records() {
    asked++;
    assertThat(Thread.holdsLock(asking.get())).as("others need not wait for the ledger").isFalse();
    return List.of();
  }
}
