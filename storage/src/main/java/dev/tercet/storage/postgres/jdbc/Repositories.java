package dev.tercet.storage.postgres.jdbc;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextConfiguration;
import io.micronaut.context.BeanContext;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.core.type.Argument;
import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.support.DefaultConnectionStatus;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.config.DataJdbcConfiguration;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.TransactionCallback;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.TransactionStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The repositories on one database: interfaces whose statements are written while they are
 * compiled. Each call is one statement, with the settings, the limits and the failures of the
 * database. They are beans of a small context, which has no thread and no connection of its own,
 * and so is never closed.
 */
final class Repositories {
  /** What a repository calls its database unless it names one. */
  private static final String NAME = "default";

  private final Database database;
  private final DataSource source;
  private @Nullable BeanContext context;

  /**
   * @param source the database's, by which the beans find each other; none of them asks it for a
   *     connection
   */
  Repositories(Database database, DataSource source) {
    this.database = database;
    this.source = source;
  }

  /** The repository of that type; the first call opens the context. */
  synchronized <R> R of(Class<R> type) {
    BeanContext open = context;
    if (open == null) {
      open = open();
      context = open;
    }
    return open.getBean(type);
  }

  private BeanContext open() {
    DataJdbcConfiguration configuration = new DataJdbcConfiguration(NAME);
    configuration.setDialect(Dialect.POSTGRES);
    BeanContext beans = new RepositoryContext();
    beans.registerBeanDefinition(bean(Argument.of(DataSource.class), source));
    beans.registerBeanDefinition(bean(Argument.of(DataJdbcConfiguration.class), configuration));
    beans.registerBeanDefinition(
        bean(Argument.of(ConnectionOperations.class, Connection.class), new Calls(database)));
    beans.registerBeanDefinition(
        bean(Argument.of(TransactionOperations.class, Connection.class), new NoTransactions()));
    return beans.start();
  }

  private static <B> RuntimeBeanDefinition<B> bean(Argument<B> type, B bean) {
    return RuntimeBeanDefinition.builder(type, () -> bean)
        .qualifier(Qualifiers.byName(NAME))
        .singleton(true)
        .build();
  }

  /** Runs each call of a repository as what it is: a question, or a write of one statement. */
  private record Calls(Database database) implements ConnectionOperations<Connection> {
    @Override
    public <R> R execute(
        ConnectionDefinition definition, Function<ConnectionStatus<Connection>, R> call) {
      return definition.isReadOnly().orElse(false)
          ? database.read(connection -> on(connection, definition, call))
          : database.repeatable(connection -> on(connection, definition, call));
    }

    /** What a failure says about the writes is the database's to tell. */
    private static <R> R on(
        Connection connection,
        ConnectionDefinition definition,
        Function<ConnectionStatus<Connection>, R> call)
        throws SQLException {
      try {
        return call.apply(new DefaultConnectionStatus<>(connection, definition, true));
      } catch (DataAccessException e) {
        if (e.getCause() instanceof SQLException failure) {
          throw failure;
        }
        throw e;
      }
    }

    @Override
    public Optional<ConnectionStatus<Connection>> findConnectionStatus() {
      return Optional.empty();
    }
  }

  /** What a repository that was annotated with a transaction would ask for: there is none. */
  private static final class NoTransactions implements TransactionOperations<Connection> {
    @Override
    public Connection getConnection() {
      throw refusal();
    }

    @Override
    public boolean hasConnection() {
      return false;
    }

    @Override
    public Optional<TransactionStatus<?>> findTransactionStatus() {
      return Optional.empty();
    }

    @Override
    public <R> R execute(
        TransactionDefinition definition, TransactionCallback<Connection, R> callback) {
      throw refusal();
    }

    private static UnsupportedOperationException refusal() {
      return new UnsupportedOperationException("several statements are a transaction of Database");
    }
  }

  /**
   * Of all beans on the class path those that repositories are made of: the program's own are not
   * made a second time, its configuration is not read, and nobody opens connections beside the
   * database.
   */
  @SuppressWarnings("overrides") // the framework's own methods differ in their dots
  private static final class RepositoryContext extends DefaultApplicationContext {
    private static final List<String> PACKAGES =
        List.of(
            "dev.tercet.storage.postgres.",
            "io.micronaut.aop.",
            "io.micronaut.context.event.",
            "io.micronaut.data.jdbc.mapper.",
            "io.micronaut.data.jdbc.operations.",
            "io.micronaut.data.model.",
            "io.micronaut.data.runtime.",
            "io.micronaut.inject.provider.");

    RepositoryContext() {
      super(
          (ApplicationContextConfiguration)
              ApplicationContext.builder()
                  .deduceEnvironment(false)
                  .enableDefaultPropertySources(false)
                  .environmentPropertySource(false)
                  .bootstrapEnvironment(false)
                  .banner(false));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the framework has it
    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
      return super.resolveBeanDefinitionReferences().stream()
          .filter(bean -> PACKAGES.stream().anyMatch(bean.getBeanDefinitionName()::startsWith))
          .toList();
    }
  }
}
