//! Parquet: a long table column by column, with each column's unit beside its name.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_schema::{DataType, Field, Schema};
use model::Scenario;
use model::units::Value;
use parquet::arrow::add_encoded_arrow_schema_to_metadata;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::rows::{Column, Kind, Row};
use super::source::ResultSource;
use crate::failure::Failure;

/// Rows of a row group: the most that is held in memory.
const GROUP: usize = 65_536;

/// A Parquet file that is written as its rows come.
pub(crate) struct File<'a> {
    columns: Vec<Kind>,
    rows: Vec<Row>,
    writer: SerializedFileWriter<Pipe>,
    pipe: Pipe,
    out: &'a mut dyn Write,
}

/// Bytes between the Parquet writer and the output. The writer needs a destination that may go to another thread, which a
/// locked standard output may not.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        core::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> File<'a> {
    /// Begins a file with these columns. Its metadata say where it comes from, and of which scenario it is, if it is of one.
    pub(crate) fn new(
        columns: &[Column],
        scenario: Option<&Scenario>,
        out: &'a mut dyn Write,
    ) -> Result<Self, Failure> {
        let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
        let schema = Arc::new(Type::group_type_builder("sweep").with_fields(fields).build()?);
        let units = columns
            .iter()
            .map(|column| KeyValue::new(format!("unit.{}", column.name), column.unit.to_owned()));
        let source = ResultSource::of_this_run();
        let source = source.columns().map(|(name, text)| KeyValue::new(name.to_owned(), text.to_owned()));
        let scenario = scenario.map(serde_json::to_string).transpose()?;
        let scenario = scenario.map(|text| KeyValue::new("scenario".to_owned(), text));
        let metadata = source.into_iter().chain(scenario).chain(units).collect();
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("own-or-rent".to_owned())
            .set_key_value_metadata(Some(metadata))
            .build();
        add_encoded_arrow_schema_to_metadata(&arrow_schema(columns), &mut properties);
        let pipe = Pipe::default();
        let writer = SerializedFileWriter::new(pipe.clone(), schema, Arc::new(properties))?;
        let columns = columns.iter().map(|column| column.kind).collect();
        Ok(Self { columns, rows: Vec::with_capacity(GROUP), writer, pipe, out })
    }

    /// Adds rows.
    pub(crate) fn write(&mut self, rows: Vec<Row>) -> Result<(), Failure> {
        self.rows.extend(rows);
        if self.rows.len() >= GROUP { self.write_group() } else { Ok(()) }
    }

    /// Ends the file.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        self.writer.finish()?;
        Ok(self.out.write_all(&self.pipe.take())?)
    }

    fn write_group(&mut self) -> Result<(), Failure> {
        let mut group = self.writer.next_row_group()?;
        for (at, kind) in self.columns.iter().enumerate() {
            let values = self.rows.iter().map(|row| row.get(at).copied().unwrap_or(Value::Missing));
            if let Some(mut column) = group.next_column()? {
                write_column(&mut column, *kind, values)?;
                column.close()?;
            }
        }
        group.close()?;
        self.rows.clear();
        Ok(self.out.write_all(&self.pipe.take())?)
    }
}

/// The columns as an Arrow schema, since Parquet itself has no place for a column's unit.
fn arrow_schema(columns: &[Column]) -> Schema {
    let field = |column: &Column| {
        let kind = match column.kind {
            Kind::Number => DataType::Float64,
            Kind::Whole => DataType::Int64,
            Kind::Name => DataType::Utf8,
            Kind::Flag => DataType::Boolean,
        };
        let unit = HashMap::from([("unit".to_owned(), column.unit.to_owned())]);
        Field::new(&column.name, kind, true).with_metadata(unit)
    };
    Schema::new(columns.iter().map(field).collect::<Vec<Field>>())
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Whole => (Physical::INT64, None),
        Kind::Name => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Flag => (Physical::BOOLEAN, None),
    };
    let field = Type::primitive_type_builder(&column.name, physical).with_logical_type(logical);
    Ok(Arc::new(field.with_repetition(Repetition::OPTIONAL).build()?))
}

/// Writes a column. A missing value has definition level 0 and is not among the values.
fn write_column(
    column: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    values: impl Iterator<Item = Value> + Clone,
) -> Result<(), ParquetError> {
    let levels = |is: fn(Value) -> bool| values.clone().map(|value| i16::from(is(value))).collect::<Vec<_>>();
    match kind {
        Kind::Number => {
            let levels = levels(|value| matches!(value, Value::Number(_)));
            let numbers: Vec<f64> = values.filter_map(Value::number).collect();
            column.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None)?;
        }
        Kind::Whole => {
            let levels = levels(|value| matches!(value, Value::Number(_)));
            let numbers: Vec<i64> = values.filter_map(Value::number).map(|x| x as i64).collect();
            column.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?;
        }
        Kind::Name => {
            let levels = levels(|value| matches!(value, Value::Name(_)));
            let name = |value| if let Value::Name(name) = value { Some(ByteArray::from(name)) } else { None };
            let names: Vec<ByteArray> = values.filter_map(name).collect();
            column.typed::<ByteArrayType>().write_batch(&names, Some(&levels), None)?;
        }
        Kind::Flag => {
            let levels = levels(|value| matches!(value, Value::Flag(_)));
            let flag = |value| if let Value::Flag(yes) = value { Some(yes) } else { None };
            let flags: Vec<bool> = values.filter_map(flag).collect();
            column.typed::<BoolType>().write_batch(&flags, Some(&levels), None)?;
        }
    }
    Ok(())
}
