package dev.tercet.api.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.ParallelMap;
import dev.tercet.saga.LogFields;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogScopeTest {
  private static final UUID EXTRACTION = new UUID(7, 8);

  @Test
  void goesAlongToTheThreadsThatWorkForIt() {
    try (LogScope _ = LogScope.of(EXTRACTION, 9)) {
      LogScope.named("letters");

      assertThat(ParallelMap.map(List.of(1, 2, 3), 3, _ -> MDC.getCopyOfContextMap()))
          .allSatisfy(fields ->
              assertThat(fields)
                  .containsEntry(LogFields.PROJECT, "letters")
                  .containsEntry(LogFields.EXTRACTION, EXTRACTION.toString())
                  .containsEntry(LogFields.EPOCH, "9"));
    }
  }

  @Test
  void leavesTheThreadAsItWas() throws Exception {
    try (LogScope _ = LogScope.of(LogFields.REQUEST, "r-1")) {
      Runnable carried;
      try (LogScope _ = LogScope.of(EXTRACTION, 9)) {
        carried =
            LogScope.carried(() -> {
              assertThat(MDC.get(LogFields.EPOCH)).isEqualTo("9");
            });
      }
      carried.run();

      assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys(LogFields.REQUEST);
    }
    assertThat(MDC.get(LogFields.REQUEST)).isNull();
  }
}
