package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import io.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QdrantFaultsTest {

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"INTERNAL", "UNKNOWN", "RESOURCE_EXHAUSTED", "UNAVAILABLE"})
  void knowsAServerWithoutRoomByItsWords(Status.Code code) {
    assertThat(meaning(code, "Service internal error: No space left on device (os error 28)"))
        .isInstanceOfSatisfying(
            StoreFullException.class, it -> assertThat(it.store()).isEqualTo(Store.QDRANT));
    assertThat(meaning(code, "Service internal error: the shard is locked"))
        .isExactlyInstanceOf(StoreUnavailableException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"INVALID_ARGUMENT", "OUT_OF_RANGE"})
  void takesRefusedDataForNoWantOfRoom(Status.Code code) {
    assertThat(meaning(code, "the payload says 'No space left on device'"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RuntimeException meaning(Status.Code code, String description) {
    return QdrantFaults.meaning(code.toStatus().withDescription(description).asRuntimeException());
  }
}
