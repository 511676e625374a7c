package dev.tercet.storage.postgres.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class UnlimitedSourceTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void givesAConnectionBackThatBreaksBeforeItIsHandedOut() {
    var source = new UnlimitedSource(brokenConnections());
    assertThatThrownBy(source::getConnection).hasMessage("broken");
    assertThatThrownBy(() -> source.getConnection("user", "password")).hasMessage("broken");
    assertThat(calls).containsExactly("setNetworkTimeout", "close", "setNetworkTimeout", "close");
  }

  private DataSource brokenConnections() {
    Connection broken =
        proxy(
            Connection.class,
            method -> {
              calls.add(method);
              if (!method.equals("close")) {
                throw new SQLException("broken");
              }
              return this; // ignored: closing returns nothing
            });
    return proxy(DataSource.class, _ -> broken);
  }

  /** What a method of that name does. */
  @FunctionalInterface
  private interface Behaviour {
    Object of(String method) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> behaviour.of(method.getName())));
  }
}
