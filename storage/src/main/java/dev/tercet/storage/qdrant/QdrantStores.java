package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore;
import io.grpc.ClientInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What lives in Qdrant. Opening connects to nothing, so that a process can start while Qdrant is
 * away.
 */
public final class QdrantStores implements AutoCloseable {
  private final QdrantSettings settings;
  private final QdrantChannel channel;
  private final List<QdrantPointStore> open = new ArrayList<>();

  private QdrantStores(QdrantSettings settings, QdrantChannel channel) {
    this.settings = settings;
    this.channel = channel;
  }

  /** Opens the stores at that address; the interceptors see every call, such as a meter does. */
  public static QdrantStores open(QdrantSettings settings, ClientInterceptor... interceptors) {
    return new QdrantStores(settings, QdrantChannel.to(settings, interceptors));
  }

  /**
   * The collection of an embedding model.
   *
   * @param model the model's name, part of the collection's
   * @param dimension the length of its vectors
   * @param owner the id of this installation, carried by every point that it writes
   */
  public PointStore points(String model, int dimension, UUID owner) {
    return collection(
        CollectionName.of(settings.collectionPrefix(), model, dimension), dimension, owner);
  }

  /**
   * The collection of that full name, such as one that another model has filled.
   *
   * @param collection its full name
   * @param dimension the length of its vectors
   * @param owner the id of this installation, carried by every point that it writes
   */
  public synchronized PointStore collection(String collection, int dimension, UUID owner) {
    var store =
        new QdrantPointStore(
            channel,
            settings,
            new CollectionSchema(collection, dimension, settings.spread()),
            owner);
    open.add(store);
    return store;
  }

  /**
   * A collection beside those of the models, of vectors of one number, for what belongs to none.
   *
   * @param owner the id of this installation, carried by every point that it writes
   */
  public PointStore sentinels(UUID owner) {
    return collection(settings.collectionPrefix() + "-sentinels", 1, owner);
  }

  /** Writes what is waiting, then closes the connection. */
  @Override
  public synchronized void close() {
    open.forEach(QdrantPointStore::close);
    open.clear();
    channel.close();
  }
}
