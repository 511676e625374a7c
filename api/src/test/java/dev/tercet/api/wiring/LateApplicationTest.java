package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class LateApplicationTest {
  private final StoreStates states = new StoreStates(EnumSet.allOf(Store.class));
  private final LateApplication application = new LateApplication(states);

  @Test
  void tellsALedgerWithoutRoomFromOneThatIsAway() {
    states.full(Store.POSTGRES, "it has no room");
    assertThatThrownBy(application::services)
        .isInstanceOf(StoreFullException.class)
        .hasMessage("it has no room");

    states.down(Store.POSTGRES, "it refuses");
    assertThatThrownBy(application::services)
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessage("it refuses");
  }
}
