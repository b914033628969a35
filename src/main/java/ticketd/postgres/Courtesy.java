package ticketd.postgres;

/**
 * How an append stands to the queue of nodes that append at the same time: a lock, which its head
 * has. It keeps nodes from deciding in vain, and gives each its turns; what is stored depends on
 * the primary key alone.
 */
enum Courtesy {
  /** It stores nothing while another node is the head of the queue, or appends. */
  GIVES_WAY,
  /** It does not look whether there is a queue. */
  NONE,
  /** This node is the head of the queue, and no longer once this is stored. */
  LEAVES
}
