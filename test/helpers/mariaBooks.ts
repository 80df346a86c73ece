import type { KnownInvoice } from '../../src/connect/contract/SourceTestWorld.ts'
import type { SqlSourceOptions } from '../../src/connect/sources/sql/SqlSourceOptions.ts'
import type { MariaDb } from './startMariaDb.ts'

/** A firm's books in German: amounts are floats, dates are times without a zone, what is open is nowhere, credits are negative. */
const SCHEMA = [
  'create table kunde (nr varchar(20) primary key, name varchar(200) not null)',
  'create table akte (id int primary key auto_increment, kunde varchar(20) not null references kunde (nr), nr varchar(30) not null, titel varchar(200))',
  `create table rechnung (id int primary key, nr varchar(20) not null, kunde varchar(20) not null references kunde (nr), datum datetime not null,
    faellig datetime, waehrung char(3) not null, betrag double not null, skonto float not null default 0, storniert tinyint(1) not null default 0, konto varchar(20), notiz text,
    geaendert timestamp(6) not null default current_timestamp(6) on update current_timestamp(6), index (geaendert))`,
  'create table geloescht (id int not null, am timestamp(6) not null default current_timestamp(6))',
  'create trigger merke_geloescht after delete on rechnung for each row insert into geloescht (id) values (old.id)',
  'create table rechnung_akte (rechnung int not null, akte int not null, primary key (rechnung, akte))',
  'create table zahlung (id int primary key auto_increment, referenz varchar(40) unique, art varchar(10), datum date not null, betrag decimal(12, 2) not null)',
  `create table zahlung_zeile (zahlung int not null, zeile int not null, rechnung int not null, betrag decimal(12, 2) not null,
    primary key (zahlung, zeile), foreign key (zahlung) references zahlung (id), foreign key (rechnung) references rechnung (id))`,
  `insert into kunde select concat('00', seq), concat('Müller & Söhne ', seq) from seq_0_to_40`,
  `insert into kunde values ('Ж', 'ЖУРАВЛЬ 100%')`,
  `insert into akte (id, kunde, nr, titel) select seq, concat('00', seq mod 41), concat('A-', seq), concat('Mietsache ', seq) from seq_1_to_200`,
  `insert into rechnung (id, nr, kunde, datum, faellig, waehrung, betrag, skonto, storniert, konto, notiz)
    select seq, concat('R-', seq), concat('00', seq mod 41), '2026-01-31 17:45:00' + interval seq mod 300 day, if(seq mod 7 > 0, '2026-03-01 00:00:00' + interval seq mod 300 day, null), if(seq mod 50 = 0, 'JPY', 'EUR'),
      if(seq mod 50 = 0, seq, if(seq mod 11 = 0, -0.3, seq + 0.1 + 0.2)), if(seq mod 50 = 0, 0, 0.07), seq mod 97 = 0, 'operating', if(seq = 5, repeat('ß', 300), null) from seq_1_to_5000`,
  'insert into rechnung_akte select seq, 41 + seq mod 41 from seq_1_to_5000',
  'insert into rechnung_akte select seq, 82 + seq mod 41 from seq_1_to_5000 where seq mod 10 = 0',
  `insert into zahlung (id, art, datum, betrag) values (1, 'bar', '2026-02-02', 10.15)`,
  'insert into zahlung_zeile values (1, 1, 100, 10), (1, 2, 101, 0.15)',
  // The database takes another case, another accent and a space at the end for the same.
  'create table rechnung_pdf (rechnung varchar(20) primary key, pdf longblob not null)',
  `insert into rechnung_pdf select seq, concat('%PDF-1.4\n% Rechnung ', seq, '\n%%EOF\n') from seq_1_to_5000 where seq mod 2 = 0`,
  `create user reader@'%' identified by 'pa55word', poster@'%' identified by 'pa55word-2'`,
  `grant select on books.* to reader@'%', poster@'%'`,
  `grant insert on books.zahlung to poster@'%'`,
  `grant insert on books.zahlung_zeile to poster@'%'`,
]

export async function fillMariaBooks({ admin }: MariaDb): Promise<void> {
  for (const statement of SCHEMA) await admin.query(statement)
}

export function mariaMapping(port: number): SqlSourceOptions {
  const connection = { host: '127.0.0.1', port, database: 'books', user: 'reader', password: 'pa55word' }
  return {
    key: 'books',
    label: 'Books',
    client: 'mysql2',
    connection,
    postingConnection: { ...connection, user: 'poster', password: 'pa55word-2' },
    invoices: `
      select r.id as "externalId", r.nr as "number", k.nr as "clientNumber", k.name as "clientName",
        (select json_arrayagg(json_object('matterNumber', a.nr, 'matterDescription', a.titel)) from rechnung_akte ra join akte a on a.id = ra.akte where ra.rechnung = r.id) as "matters",
        r.datum as "issuedOn", r.faellig as "dueOn", r.waehrung as "currency", r.betrag as "total",
        r.betrag - r.skonto - coalesce((select sum(z.betrag) from zahlung_zeile z where z.rechnung = r.id), 0) as "balance",
        r.konto as "account", r.storniert as "isVoid", r.notiz as "memo"
      from rechnung r join kunde k on k.nr = r.kunde;`,
    document: `select rechnung as "externalId", pdf as "content" from rechnung_pdf where rechnung = :invoiceId or rechnung = trim(leading '0' from :invoiceId)`,
    changes: {
      mark: 'select current_timestamp(6) as "mark"',
      invoices: 'select id as "externalId" from rechnung where geaendert >= :since',
      deleted: 'select id as "externalId" from geloescht where am >= :since',
    },
    search: {
      client: `select nr as "clientNumber", name as "clientName" from kunde`,
      matter: `select k.nr as "clientNumber", k.name as "clientName", a.nr as "matterNumber", a.titel as "matterDescription" from akte a join kunde k on k.nr = a.kunde`,
      invoice: `select k.nr as "clientNumber", k.name as "clientName", null as "matterNumber", null as "matterDescription", r.nr as "invoiceNumber" from rechnung r join kunde k on k.nr = r.kunde -- all`,
    },
    posting: {
      receipts: { table: 'zahlung', id: 'id', reference: 'referenz' },
      insert: 'insert into zahlung (referenz, art, datum, betrag) values (:reference, :kind, :paidOn, :signedAmount)',
      insertLine: 'insert into zahlung_zeile values (:receiptId, :lineNumber, :invoiceId, :signedLineAmount)',
    },
  }
}

/** The firm's own bill: every second invoice has one. */
export const mariaDocument = (id: string): Buffer | null =>
  Number(id) % 2 === 0 ? Buffer.from(`%PDF-1.4\n% Rechnung ${id}\n%%EOF\n`) : null

/** The same invoices, reckoned in whole cents from what was written above and the payments that are in. */
export async function knownMariaInvoices({ admin }: MariaDb): Promise<KnownInvoice[]> {
  const [rows] = await admin.query('select id from rechnung')
  const [paid] = await admin.query(
    'select rechnung, cast(sum(betrag) * 100 as signed) as cents from zahlung_zeile group by rechnung',
  )
  const paidOf = new Map(
    (paid as { rechnung: number; cents: number }[]).map((row) => [row.rechnung, Number(row.cents)]),
  )
  return (rows as { id: number }[]).map(({ id }) => {
    const isYen = id % 50 === 0
    const cents = isYen ? id * 100 : id % 11 === 0 ? -30 : id * 100 + 30
    const open = cents - (isYen ? 0 : 7) - (paidOf.get(id) ?? 0)
    const issued = new Date(Date.UTC(2026, 0, 31 + (id % 300)))
    return {
      externalId: String(id),
      total: (cents / 100).toFixed(2),
      balance: (open / 100).toFixed(2),
      currency: isYen ? 'jpy' : 'eur',
      issuedOn: issued.toISOString().slice(0, 10),
      isVoid: id % 97 === 0,
      clientName: `Müller & Söhne ${id % 41}`,
      memo: id === 5 ? 'ß'.repeat(300) : null,
    }
  })
}
